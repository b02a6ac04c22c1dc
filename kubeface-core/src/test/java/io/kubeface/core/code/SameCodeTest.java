package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why code is shipped by content: a serialised lambda names its body by a number, so a build with one more lambda
 * before it reads it back as another function, with no error at all.
 */
class SameCodeTest {
    private static final String SOURCE = """
            package app;
            import io.kubeface.core.TaskFunction;
            import java.util.List;
            public class Functions {
                public static List<TaskFunction<Integer, Integer>> all() {
                    return List.of(%s);
                }
            }
            """;
    private static final String SQUARE = "x -> x * x";
    private static final String ANOTHER_BEFORE_IT = "x -> x + 1000, x -> x * x";

    @TempDir
    Path temp;

    @Test
    void aLambdaReadAgainstALaterBuildRunsOtherCodeSilently() throws Exception {
        Path classes = compile(SQUARE);
        byte[] square = serialisedFirstFunction(classes);

        compile(ANOTHER_BEFORE_IT);

        try (URLClassLoader later = plainLoader(classes)) {
            assertThat(apply(square, later, 7)).isEqualTo(1007);
        }
    }

    @Test
    void stagedCodeRunsTheFunctionAsItWasThoughItsDirectoryWasRecompiled() throws Exception {
        Path classes = compile(SQUARE);
        CodeCache cache = new CodeCache(temp.resolve("cache"));
        StagedCode staged = CodeStaging.stage(new MapStore(), cache, List.of(classes, Code.workerParts(temp)));
        byte[] square = serialisedFirstFunction(classes);

        compile(ANOTHER_BEFORE_IT);

        List<Path> jars = new ArrayList<>();
        for (CodeEntry entry : staged.classPath()) {
            jars.add(staged.files().get(entry.sha256()));
        }
        try (FunctionClassLoader loader = FunctionClassLoader.open(jars)) {
            assertThat(apply(square, loader, 7)).isEqualTo(49);
        }
    }

    private Path compile(String functions) throws IOException {
        return Code.compile(temp.resolve("classes"), "app.Functions", SOURCE.formatted(functions));
    }

    private static URLClassLoader plainLoader(Path classes) throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, SameCodeTest.class.getClassLoader());
    }

    private static byte[] serialisedFirstFunction(Path classes) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (URLClassLoader loader = plainLoader(classes);
                ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            List<?> functions =
                    (List<?>) loader.loadClass("app.Functions").getMethod("all").invoke(null);
            out.writeObject(functions.get(0));
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked") // the test wrote it
    private static int apply(byte[] serialised, ClassLoader loader, int input) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialised)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
                return Class.forName(type.getName(), false, loader);
            }
        }) {
            return ((TaskFunction<Integer, Integer>) in.readObject()).apply(input);
        }
    }
}
