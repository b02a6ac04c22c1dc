package io.kubeface.kubernetes;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that a driver does in its namespace.
 *
 * @param resource such as {@code pods} or {@code pods/log}
 * @param verb such as {@code create}
 */
record Right(String resource, String verb) {
    /** All of them; {@code deploy/kubernetes/driver-rbac.yaml} grants them. */
    static final List<Right> ALL = all();

    private static List<Right> all() {
        List<Right> rights = new ArrayList<>();
        add(rights, "pods", "create", "get", "list", "watch", "delete");
        add(rights, "pods/log", "get");
        add(rights, "events", "list");
        add(rights, "configmaps", "create", "delete");
        return List.copyOf(rights);
    }

    private static void add(List<Right> rights, String resource, String... verbs) {
        for (String verb : verbs) {
            rights.add(new Right(resource, verb));
        }
    }

    /** The resource without what is below it. */
    String mainResource() {
        int slash = resource.indexOf('/');
        return slash < 0 ? resource : resource.substring(0, slash);
    }

    /** What is below the resource; empty if that is itself meant. */
    String subresource() {
        int slash = resource.indexOf('/');
        return slash < 0 ? "" : resource.substring(slash + 1);
    }
}
