package io.kubeface.core.name;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests in the characters that names have: five bits each. */
final class Base32 {
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;

    private Base32() {}

    /** The first characters of some bytes, which must have five bits for each. */
    static String first(int characters, byte[] bytes) {
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            int value = 0;
            for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
                int shift = Byte.SIZE - 1 - bit % Byte.SIZE;
                value = (value << 1) | ((bytes[bit / Byte.SIZE] >> shift) & 1);
            }
            text.append(DIGITS.charAt(value));
        }
        return text.toString();
    }

    /** Whether a text has so many of these characters and no others. */
    static boolean is(int characters, String text) {
        boolean valid = text.length() == characters;
        for (int i = 0; valid && i < characters; i++) {
            valid = DIGITS.indexOf(text.charAt(i)) >= 0;
        }
        return valid;
    }

    /** The SHA-256 digest of a text, of whatever characters: also of halves of surrogate pairs, which UTF-8 has not. */
    static byte[] sha256(String text) {
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> Byte.SIZE);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
        }
    }
}
