package io.kubeface.systemtests;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each have a namespace and a bucket of their own. */
abstract class OnCluster {
    @TempDir
    Path directory;

    Cluster cluster;
    Bucket bucket;

    @BeforeEach
    final void openParts() throws Exception {
        cluster = new Cluster(directory);
        bucket = new Bucket();
    }

    @AfterEach
    final void closeParts() throws Exception {
        bucket.close();
        cluster.close();
    }
}
