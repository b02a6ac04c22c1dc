package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationClassPathTest {
    @TempDir
    Path temp;

    @Test
    void aManifestOnlyJarIsReplacedByWhatItNames() throws Exception {
        Path a = jar("lib/a.jar");
        Path b = jar("with space/b.jar");
        Path classes = Files.createDirectory(temp.resolve("classes"));
        Path names = Code.jar(
                temp.resolve("names.jar"),
                Map.of("Class-Path", "lib/a.jar with%20space/b.jar " + classes.toUri() + " lib/absent.jar"),
                Map.of("META-INF/", new byte[0]));

        assertThat(classPath(names)).containsExactly(a, b, classes);
    }

    @Test
    void whatAJarNamesComesRightBehindIt() throws Exception {
        Path deep = jar("deep.jar");
        Path library = Code.jar(
                temp.resolve("library.jar"), Map.of("Class-Path", "deep.jar app.jar"), Map.of("l.txt", new byte[0]));
        Path last = jar("last.jar");
        Path app = Code.jar(temp.resolve("app.jar"), Map.of("Class-Path", "library.jar"), Map.of("a.txt", new byte[0]));

        assertThat(classPath(app, last)).containsExactly(app, library, deep, last);
    }

    @Test
    void aNameWithCharactersThatUrlsDoNotHaveIsFound() throws Exception {
        Path odd = jar("odd[1].jar");
        Path app = Code.jar(
                temp.resolve("app.jar"), Map.of("Class-Path", "odd[1].jar http://example.org/x.jar"), Map.of());

        assertThat(classPath(app)).containsExactly(odd);
    }

    @Test
    void whatIsAbsentOrNoJarIsPassedOverAndWhatComesTwiceCountsOnce() throws Exception {
        Path a = jar("a.jar");
        Path text = Files.writeString(temp.resolve("text.txt"), "no jar");
        Path link = Files.createSymbolicLink(temp.resolve("link.jar"), a);

        assertThat(classPath(temp.resolve("absent"), text, a, link, temp.resolve("lib/../a.jar")))
                .containsExactly(a);
    }

    @Test
    void anEmptyClassPathIsTheWorkingDirectoryUnlessTheMainClassIsInAModule() throws Exception {
        assertThat(ApplicationClassPath.of("", "", false))
                .containsExactly(Path.of("").toAbsolutePath());
        assertThat(ApplicationClassPath.of("", "", true)).isEmpty();
    }

    @Test
    void modulesComeFirstAndADirectoryOfThemIsTheModulesInIt() throws Exception {
        Path a = jar("modules/a.jar");
        Path b = Files.createDirectories(temp.resolve("modules/b"));
        Files.createFile(b.resolve("module-info.class"));
        Path c = jar("modules/c.jar");
        Files.createFile(temp.resolve("modules/read.me"));
        Files.createDirectory(temp.resolve("modules/no-module"));
        Path single = jar("single.jar");
        Path last = jar("last.jar");

        assertThat(ApplicationClassPath.of(
                        last.toString(),
                        single + File.pathSeparator + temp.resolve("modules") + File.pathSeparator + b,
                        true))
                .containsExactly(single, a, b, c, last);
    }

    @Test
    void aJvmOnAModulePathIsSeenWithItsMainModule() throws Exception {
        Path core = Code.jar(
                temp.resolve("lib/core.jar"),
                Map.of("Automatic-Module-Name", "io.kubeface.core"),
                Code.entries(Jvm.locationOf(ApplicationClassPath.class)));
        Path app = temp.resolve("app");
        Code.compile(app, core.toString(), "app.Main", """
                package app;
                public class Main {
                    public static void main(String[] args) throws Exception {
                        io.kubeface.core.code.ApplicationClassPath.ofThisJvm().forEach(System.out::println);
                    }
                }
                """);
        Code.compileModule(app, core, "module app { requires io.kubeface.core; }");

        Process jvm = Jvm.start(
                List.of("--module-path", core.getParent() + File.pathSeparator + app, "--module", "app/app.Main"));

        assertThat(Jvm.output(jvm, 0)).containsExactly(core.toString(), app.toString());
    }

    @Test
    void agentsAreLeftOutThoughTheJvmAppendsThemToItsClassPath() throws Exception {
        Path main = Jvm.locationOf(ApplicationClassPath.class);
        Path tests = Jvm.locationOf(ClassPathMain.class);
        Path classes = Code.compile(temp.resolve("classes"), "agent.Agent", """
                package agent;
                public class Agent { public static void premain(String arguments) {} }
                """);
        Map<String, String> manifest = Map.of("Premain-Class", "agent.Agent");
        Path agent = Code.jar(temp.resolve("agent.jar"), manifest, Code.entries(classes));
        Path library = Code.jar(temp.resolve("agent-on-class-path.jar"), manifest, Code.entries(classes));

        Process jvm = Jvm.start(List.of(
                "-javaagent:" + agent + "=option",
                "-cp",
                main + File.pathSeparator + tests + File.pathSeparator + library,
                ClassPathMain.class.getName()));

        assertThat(Jvm.output(jvm, 0)).containsExactly(main.toString(), tests.toString(), library.toString());
    }

    private static List<Path> classPath(Path... entries) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path entry : entries) {
            text.append(text.isEmpty() ? "" : File.pathSeparator).append(entry);
        }
        return ApplicationClassPath.of(text.toString(), "", false);
    }

    private Path jar(String name) throws IOException {
        return Code.jar(temp.resolve(name), Map.of(), Map.of("some.txt", new byte[0]));
    }
}
