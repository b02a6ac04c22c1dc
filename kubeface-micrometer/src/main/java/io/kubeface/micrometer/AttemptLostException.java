package io.kubeface.micrometer;

/** What an observation of a lost attempt has for an error; never thrown. */
final class AttemptLostException extends Exception {
    AttemptLostException(String reason) {
        super(reason, null, false, false);
    }
}
