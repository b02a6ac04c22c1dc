package io.kubeface.core.name;

/** What names are made of. By hand: a worker checks a few names at its start, and patterns take long to load. */
final class Segments {

    /** What {@link #checked} lets pass, for those who do use patterns. */
    static final String PATTERN = "[a-z0-9][a-z0-9-]{0,99}";

    private static final int LONGEST = 100;

    private Segments() {}

    /** The value, if it has 1 to 100 characters of {@code a-z 0-9 -} and begins with a letter or digit. */
    static String checked(String what, String value) {
        boolean valid = !value.isEmpty() && value.length() <= LONGEST && value.charAt(0) != '-';
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    what + " has 1 to 100 characters of a-z, 0-9 and -, beginning with a letter or digit; got \""
                            + value + "\".");
        }
        return value;
    }

    static void checkedSha256(String value) {
        if (!isSha256(value)) {
            throw new IllegalArgumentException(
                    "A SHA-256 digest has 64 lower-case hexadecimal digits; got \"" + value + "\".");
        }
    }

    static boolean isSha256(String value) {
        boolean valid = value.length() == 64;
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9');
        }
        return valid;
    }
}
