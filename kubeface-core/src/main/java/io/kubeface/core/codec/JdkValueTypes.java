package io.kubeface.core.codec;

import java.util.Set;

/** Classes of the JDK that hold values, and whose reading back does nothing but make them. */
final class JdkValueTypes {
    private static final Set<String> NAMES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Number",
            "java.lang.String",
            "java.lang.StringBuilder",
            "java.lang.StringBuffer",
            "java.lang.String$CaseInsensitiveComparator",
            "java.lang.Enum",
            "java.lang.Record",
            "java.lang.Object",
            "java.lang.StackTraceElement",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.math.MathContext",
            "java.net.URI",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp",
            "java.util.BitSet",
            "java.util.Currency",
            "java.util.Date",
            "java.util.Locale",
            "java.util.Optional",
            "java.util.OptionalDouble",
            "java.util.OptionalInt",
            "java.util.OptionalLong",
            "java.util.UUID",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.Arrays$ArrayList",
            "java.util.CollSer",
            "java.util.Comparators$NaturalOrderComparator",
            "java.util.EnumMap",
            "java.util.EnumSet",
            "java.util.EnumSet$SerializationProxy",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.JumboEnumSet",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.PriorityQueue",
            "java.util.RegularEnumSet",
            "java.util.Stack",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.Vector",
            "java.util.AbstractMap$SimpleEntry",
            "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentHashMap$Segment",
            "java.util.concurrent.ConcurrentLinkedDeque",
            "java.util.concurrent.ConcurrentLinkedQueue",
            "java.util.concurrent.ConcurrentSkipListMap",
            "java.util.concurrent.ConcurrentSkipListSet",
            "java.util.concurrent.CopyOnWriteArrayList",
            "java.util.concurrent.CopyOnWriteArraySet",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicReference",
            // What a ConcurrentHashMap's serial form still has of its Java 7 self.
            "java.util.concurrent.locks.ReentrantLock",
            "java.util.concurrent.locks.ReentrantLock$Sync",
            "java.util.concurrent.locks.ReentrantLock$NonfairSync",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer",
            "java.util.concurrent.locks.AbstractOwnableSynchronizer");

    private static final Set<String> COLLECTIONS =
            Set.of("Unmodifiable", "Empty", "Singleton", "Synchronized", "Reverse");

    private static final Set<String> THROWABLE_PACKAGES =
            Set.of("java.lang", "java.io", "java.util", "java.util.concurrent", "java.time", "java.time.format");

    private JdkValueTypes() {}

    static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    static boolean contains(Class<?> type) {
        if (!isOfJdk(type)) {
            return false;
        }
        String name = type.getName();
        return NAMES.contains(name)
                || name.startsWith("java.time.")
                || name.startsWith("java.util.ImmutableCollections$")
                || isOfCollections(name)
                || Enum.class.isAssignableFrom(type)
                || (Throwable.class.isAssignableFrom(type) && THROWABLE_PACKAGES.contains(type.getPackageName()));
    }

    /** Wrappers, which may hold nothing that is not asked for by itself. */
    private static boolean isOfCollections(String name) {
        String outer = "java.util.Collections$";
        if (!name.startsWith(outer)) {
            return false;
        }
        for (String kind : COLLECTIONS) {
            if (name.startsWith(kind, outer.length())) {
                return true;
            }
        }
        return name.equals(outer + "CopiesList") || name.equals(outer + "SetFromMap");
    }
}
