package io.kubeface.cli;

/** An expression does not compile, or does not give what is needed; the message says where and why. */
final class ExpressionException extends Exception {
    ExpressionException(String message) {
        super(message);
    }
}
