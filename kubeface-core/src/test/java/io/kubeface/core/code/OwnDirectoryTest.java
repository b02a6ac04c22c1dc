package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void itIsMadeForItsOwnerAlone() throws Exception {
        Path directory = temp.resolve("a/b");
        OwnDirectory.ensure(directory);
        OwnDirectory.ensure(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void oneThatOthersMayUseIsRefusedWithTheCure() throws Exception {
        Path open = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> OwnDirectory.ensure(open))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mode 755")
                .hasMessageContaining("chmod 700 " + open);
    }

    @Test
    void oneThatBelongsToAnotherIsRefused() throws Exception {
        Path theirs = Path.of("/proc/1/task"); // of process 1; or, for root, a directory given away
        assumeThat(Files.isDirectory(theirs)).isTrue();
        if (Files.getAttribute(theirs, "unix:uid").equals(Files.getAttribute(temp, "unix:uid"))) {
            theirs = Files.createDirectory(temp.resolve("theirs"));
            Files.setAttribute(theirs, "unix:uid", 12345);
        }
        Path other = theirs;

        assertThatThrownBy(() -> OwnDirectory.ensure(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another user")
                .hasMessageContaining("KUBEFACE_CACHE");
    }

    @Test
    void aFileInItsPlaceIsRefused() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> OwnDirectory.ensure(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("that is a file");
    }

    @Test
    void theEnvironmentComesFirstThenTheHomeThenTheTemporaryDirectory() {
        Path home = temp;
        Path none = temp.resolve("no-home");
        Path tmp = Path.of("/tmp");

        assertThat(OwnDirectory.choose(Map.of("KUBEFACE_CACHE", "/k", "XDG_CACHE_HOME", "/x"), home, tmp, "me"))
                .isEqualTo(Path.of("/k"));
        assertThat(OwnDirectory.choose(Map.of("XDG_CACHE_HOME", "/x"), home, tmp, "me"))
                .isEqualTo(Path.of("/x/kubeface"));
        assertThat(OwnDirectory.choose(Map.of("XDG_CACHE_HOME", "relative"), home, tmp, "me"))
                .isEqualTo(home.resolve(".cache/kubeface"));
        assertThat(OwnDirectory.choose(Map.of(), none, tmp, "me")).isEqualTo(Path.of("/tmp/kubeface-me"));
        assertThat(OwnDirectory.choose(Map.of(), Path.of("?"), tmp, "me")).isEqualTo(Path.of("/tmp/kubeface-me"));
    }
}
