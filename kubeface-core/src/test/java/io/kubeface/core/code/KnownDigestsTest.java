package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDigestsTest {
    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    Path temp;

    private Path jar;
    private Instant later;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(temp.resolve("code"));
        jar = Files.writeString(temp.resolve("a.jar"), "one");
        KnownDigests.Stamp stamp = KnownDigests.stamp(jar);
        assumeThat(stamp).as("this file system has a time of change").isNotNull();
        later = stamp.changed().plusSeconds(3);
    }

    @Test
    void anUnchangedJarIsKnownInTheNextRun() throws Exception {
        KnownDigests first = known();
        first.learn(jar, KnownDigests.stamp(jar), later, DIGEST);
        first.save();

        assertThat(known().find(jar, KnownDigests.stamp(jar))).isEqualTo(DIGEST);
    }

    /** Both changes may bear one time: file systems tick some milliseconds, some of them two seconds. */
    @Test
    void aJarThatHasJustChangedIsNotRemembered() throws Exception {
        KnownDigests known = known();
        known.learn(jar, KnownDigests.stamp(jar), later.minusSeconds(2), DIGEST);

        assertThat(known.find(jar, KnownDigests.stamp(jar))).isNull();
    }

    @Test
    void aJarOfEqualSizeAndModificationTimeIsNotTakenForTheOldOne() throws Exception {
        FileTime time = Files.getLastModifiedTime(jar);
        KnownDigests known = known();
        known.learn(jar, KnownDigests.stamp(jar), later, DIGEST);
        Path other = Files.writeString(temp.resolve("other.jar"), "two");
        Files.setLastModifiedTime(other, time);
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);

        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(time);
        assertThat(known.find(jar, KnownDigests.stamp(jar))).isNull();
    }

    @Test
    void aJarWhoseContentAndTimeWereSetIsNotTakenForTheOldOne() throws Exception {
        KnownDigests.Stamp before = KnownDigests.stamp(jar);
        KnownDigests known = known();
        known.learn(jar, before, later, DIGEST);
        KnownDigests.Stamp after = changedInPlace(before);

        assertThat(after.sizeBytes()).isEqualTo(before.sizeBytes());
        assertThat(known.find(jar, after)).isNull();
    }

    private KnownDigests.Stamp changedInPlace(KnownDigests.Stamp before) throws IOException {
        FileTime time = Files.getLastModifiedTime(jar);
        KnownDigests.Stamp after = before;
        while (after.changed().equals(before.changed())) { // until the file system's clock has ticked
            Files.writeString(jar, "two");
            Files.setLastModifiedTime(jar, time);
            after = KnownDigests.stamp(jar);
        }
        return after;
    }

    @Test
    void aDamagedRecordCountsForNothing() throws Exception {
        KnownDigests.Stamp stamp = KnownDigests.stamp(jar);
        Files.writeString(temp.resolve("digests"), "no tab\n../x " + stamp.text() + "\t" + jar + "\n");

        assertThat(known().find(jar, stamp)).isNull();

        Files.write(temp.resolve("digests"), new byte[] {(byte) 0xff, '\n'});
        assertThat(known().find(jar, stamp)).isNull();
    }

    private KnownDigests known() throws IOException {
        return KnownDigests.read(temp.resolve("digests"));
    }
}
