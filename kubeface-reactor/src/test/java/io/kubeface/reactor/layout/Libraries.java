package io.kubeface.reactor.layout;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a driver has on its class path beside the application, as jars: this library and what it needs. */
final class Libraries {
    private static final Map<String, String> MODULE_BY_CLASS = moduleByClass();

    private Libraries() {}

    private static Map<String, String> moduleByClass() {
        Map<String, String> modules = new LinkedHashMap<>();
        modules.put("io.kubeface.reactor.Kubeface", "io.kubeface.reactor");
        modules.put("io.kubeface.core.TaskFunction", "io.kubeface.core");
        modules.put("io.kubeface.worker.WorkerMain", "io.kubeface.worker");
        modules.put("com.google.protobuf.MessageLite", "com.google.protobuf");
        modules.put("reactor.core.publisher.Flux", "reactor.core");
        modules.put("org.HdrHistogram.Histogram", "HdrHistogram");
        modules.put("org.reactivestreams.Publisher", "org.reactivestreams");
        modules.put("org.jspecify.annotations.Nullable", "org.jspecify");
        modules.put("org.slf4j.Logger", "org.slf4j");
        modules.put("org.slf4j.simple.SimpleLogger", "org.slf4j.simple");
        return modules;
    }

    /** The jars; a module that Maven has not packed yet, as before {@code package}, is packed into the directory. */
    static List<Path> in(Path directory) throws Exception {
        List<Path> jars = new ArrayList<>();
        for (Map.Entry<String, String> module : MODULE_BY_CLASS.entrySet()) {
            Path location = locationOf(module.getKey());
            jars.add(Files.isDirectory(location) ? pack(directory, module.getValue(), location) : location);
        }
        return jars;
    }

    static Path locationOf(String className) throws ClassNotFoundException, URISyntaxException {
        Class<?> type = Class.forName(className, false, Libraries.class.getClassLoader());
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Path pack(Path directory, String module, Path classes) throws IOException {
        return Jars.write(
                Files.createDirectories(directory).resolve(module + ".jar"),
                Map.of("Automatic-Module-Name", module),
                Jars.entries(classes));
    }
}
