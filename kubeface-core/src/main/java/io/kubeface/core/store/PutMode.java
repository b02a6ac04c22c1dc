package io.kubeface.core.store;

/** What becomes of an object that already has the name. */
public enum PutMode {
    /** It stays; of several writers the first wins. */
    CREATE,
    /** It is replaced at once and whole. */
    REPLACE
}
