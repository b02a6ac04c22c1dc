package io.kubeface.core.task;

/** Who sees to it that remote objects stay for as long as somebody may read them. Safe for use by several threads. */
public interface RemoteKeeper {
    /** Nobody, as somebody else does: for workers. */
    RemoteKeeper OTHERS = new RemoteKeeper() {
        @Override
        public void used() {}

        @Override
        public boolean gone() {
            return false;
        }
    };

    /** The address of one has been written or read: from now on they must stay. Does not block. */
    void used();

    /** Whether they do not stay any more. */
    boolean gone();
}
