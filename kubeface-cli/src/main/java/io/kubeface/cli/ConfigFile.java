package io.kubeface.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Defaults of options from a file: lines of {@code name = value}, in UTF-8 and as {@link Properties} reads them, with the
 * options' names without dashes.
 *
 * @param file where they are; it need not be there
 * @param values by plain name
 */
record ConfigFile(Path file, Map<String, String> values) {
    private static final String NAME = "config.properties";

    /**
     * The file that the command line or {@code KUBEFACE_CONFIG} names, else that of the user, which may not be there.
     *
     * @throws IllegalArgumentException when it cannot be read, or names an option twice
     */
    static ConfigFile of(Optional<String> named, Map<String, String> environment) {
        Optional<String> other =
                Optional.ofNullable(environment.get("KUBEFACE_CONFIG")).filter(name -> !name.isEmpty());
        Optional<Path> chosen = named.or(() -> other).map(Path::of);
        if (chosen.isPresent()) {
            return read(chosen.get());
        }
        Path usual = usual(environment);
        return Files.exists(usual) ? read(usual) : new ConfigFile(usual, Map.of());
    }

    private static Path usual(Map<String, String> environment) {
        String directory = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // A relative one is to be ignored, by the specification of these directories.
        Path base = Path.of(directory).isAbsolute()
                ? Path.of(directory)
                : Path.of(environment.getOrDefault("HOME", ""), ".config");
        return base.resolve("kubeface").resolve(NAME);
    }

    private static ConfigFile read(Path file) {
        Once properties = new Once();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("The configuration file cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return new ConfigFile(file, properties.read);
    }

    /** Refuses what is there twice, of which {@link Properties} would keep the last. */
    private static final class Once extends Properties {
        private static final long serialVersionUID = 1;

        private final transient Map<String, String> read = new TreeMap<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            String name = OptionNames.plain(key.toString());
            if (read.put(name, value.toString()) != null) {
                throw new IllegalArgumentException(
                        "'" + name + "' is there twice; several values of an option are divided by \\n");
            }
            return super.put(key, value);
        }
    }
}
