package io.kubeface.core.store;

/** Which arguments a store takes; the rules are in {@link ObjectStore}. */
public final class ObjectNames {
    private static final int LONGEST_NAME = 900;
    private static final int LONGEST_SEGMENT = 200;
    private static final int LARGEST_PAGE = 10_000;

    private ObjectNames() {}

    /**
     * Returns a name that is valid.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String check(String name) {
        if (name.length() > LONGEST_NAME) {
            throw refused(name, "it has " + name.length() + " characters, and " + LONGEST_NAME + " are the most");
        }
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            if (!isSegment(name, start, end)) {
                throw refused(
                        name,
                        "a part between slashes has 1 to " + LONGEST_SEGMENT
                                + " characters of A-Z a-z 0-9 . _ = + - and is neither . nor ..; this one is not: \""
                                + name.substring(start, end) + "\"");
            }
            start = end + 1;
        }
        return name;
    }

    /** Whether objects can lie in a directory: it is empty (the root), or segments that each end with a slash. */
    public static boolean isDirectory(String base) {
        int start = 0;
        while (start < base.length()) {
            int slash = base.indexOf('/', start);
            if (slash < 0 || !isSegment(base, start, slash)) {
                return false;
            }
            start = slash + 1;
        }
        return true;
    }

    /** Refuses the size of a page that no listing has. */
    public static void checkLimit(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + LARGEST_PAGE + " objects; got " + limit + ".");
        }
    }

    static boolean isSegment(String segment) {
        return isSegment(segment, 0, segment.length());
    }

    private static boolean isSegment(String name, int start, int end) {
        int length = end - start;
        if (length < 1 || length > LONGEST_SEGMENT) {
            return false;
        }
        boolean onlyDots = true;
        for (int i = start; i < end; i++) {
            char c = name.charAt(i);
            if (!isAllowed(c)) {
                return false;
            }
            onlyDots &= c == '.';
        }
        return !onlyDots || length > 2;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '.'
                || c == '_'
                || c == '='
                || c == '+'
                || c == '-';
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException("\"" + name + "\" cannot be the name of an object: " + why + ".");
    }
}
