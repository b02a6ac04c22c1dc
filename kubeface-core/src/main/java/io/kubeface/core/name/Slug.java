package io.kubeface.core.name;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is left of a person's words in a name of ours, for people to recognise. */
final class Slug {
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9]+");
    private static final Pattern DASHES_AT_ENDS = Pattern.compile("^-+|-+$");
    private static final int LONGEST = 60;

    private Slug() {}

    /** At most 60 characters of {@code a-z 0-9 -}, of which the first and the last are no dash; the other if none are left. */
    static String of(String words, String otherwise) {
        String dashed = NOT_ALLOWED.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("-");
        String cut = dashed.substring(0, Math.min(dashed.length(), LONGEST));
        String slug = DASHES_AT_ENDS.matcher(cut).replaceAll("");
        return slug.isEmpty() ? otherwise : slug;
    }
}
