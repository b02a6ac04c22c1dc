package io.kubeface.core.task;

import java.io.ObjectInputFilter;

/** Allows every class: a worker reads what its own driver wrote, and runs its code anyway. */
final class TrustedFilter implements ObjectInputFilter {
    @Override
    public Status checkInput(FilterInfo info) {
        return Status.ALLOWED;
    }
}
