package io.kubeface.core.task;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, each loaded once by whoever asks first, and kept for as long as there is memory: softly and not weakly,
 * as between two inputs of a group nobody else holds the value that both need; and not for good, as a group may need
 * more values, one after the other, than the heap has room for. Safe for use by several threads.
 */
final class SoftCells {
    private final Map<String, Held> cells = new HashMap<>();
    private final ReferenceQueue<Cell> dropped = new ReferenceQueue<>();

    /** Loads a value. */
    interface Load {
        Object load();
    }

    /** The value of a name; what loading it throws is thrown, and then the next to ask loads it. */
    Object get(String name, Load load) {
        Cell cell = cell(name);
        synchronized (cell) {
            Object value = cell.value;
            if (value == null) {
                value = load.load();
                cell.value = value;
            }
            return value;
        }
    }

    private synchronized Cell cell(String name) {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            Held held = (Held) gone;
            cells.remove(held.name, held);
        }
        Held held = cells.get(name);
        Cell cell = held == null ? null : held.get();
        if (cell == null) {
            cell = new Cell();
            cells.put(name, new Held(name, cell, dropped));
        }
        return cell;
    }

    private static final class Cell {
        private @Nullable Object value;
    }

    private static final class Held extends SoftReference<Cell> {
        private final String name;

        Held(String name, Cell cell, ReferenceQueue<Cell> queue) {
            super(cell, queue);
            this.name = name;
        }
    }
}
