package io.kubeface.core.codec;

import java.io.ObjectInputFilter;

/**
 * What a value may be made of when it is read.
 *
 * @param loader where its classes come from
 * @param filter which of them are allowed
 */
public record DecodeScope(ClassLoader loader, ObjectInputFilter filter) {

    /** Whether objects of a class may be made. Java serialisation asks the filter itself; other codecs ask here. */
    public boolean allows(Class<?> type) {
        return filter.checkInput(new TypeQuestion(type)) != ObjectInputFilter.Status.REJECTED;
    }

    /**
     * As {@link #allows}.
     *
     * @throws UndecodableValueException when they may not; the message names the class and the cure
     */
    public void check(Class<?> type) throws UndecodableValueException {
        if (!allows(type)) {
            throw new UndecodableValueException(ResultFilter.refusal(type), null);
        }
    }

    /** A question about a class alone. */
    private record TypeQuestion(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 0;
        }
    }
}
