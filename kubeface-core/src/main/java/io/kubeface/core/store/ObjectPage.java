package io.kubeface.core.store;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects in the order of their names
 * @param last true when nothing follows
 */
public record ObjectPage(List<ObjectInfo> objects, boolean last) {
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
