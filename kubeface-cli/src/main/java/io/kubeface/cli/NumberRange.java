package io.kubeface.cli;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Whole numbers at equal distances, made as they are asked for. They are {@link Integer}s where they fit, so that they
 * equal the numbers that people write in Groovy, else {@link Long}s.
 *
 * @param start the first number, if there is one
 * @param stop where it ends; not a part of it
 * @param step from one number to the next; negative to go down, never 0
 */
public record NumberRange(long start, long stop, long step) implements Iterable<Number>, Serializable {
    public NumberRange {
        if (step == 0) {
            throw new IllegalArgumentException(
                    "range(" + start + ", " + stop + ", 0) never ends: give a step above or below 0");
        }
    }

    /** How many numbers it has; {@link Long#MAX_VALUE} when there are more than that. */
    public long size() {
        if (step > 0 ? start >= stop : start <= stop) {
            return 0;
        }
        // As unsigned numbers, the distance of any two longs fits.
        long distance = step > 0 ? stop - start : start - stop;
        long width = step > 0 ? step : -step;
        long size = Long.divideUnsigned(distance - 1, width) + 1;
        return size > 0 ? size : Long.MAX_VALUE;
    }

    @Override
    public Iterator<Number> iterator() {
        return new Iterator<>() {
            private long next = start;
            private long left = size();

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Number next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                long number = next;
                next += step;
                left--;
                if (number == (int) number) {
                    return (int) number;
                }
                return number;
            }
        };
    }

    @Override
    public String toString() {
        return "range(" + start + ", " + stop + (step == 1 ? ")" : ", " + step + ")");
    }
}
