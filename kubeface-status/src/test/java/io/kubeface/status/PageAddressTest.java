package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import org.junit.jupiter.api.Test;

class PageAddressTest {
    private static final ObjectName PAGE = new ObjectName.Status(true, new JobId("a-1"), ObjectName.Status.Format.HTML);

    @Test
    void aPageInABucketIsWhereABrowserShowsIt() {
        String console = "https://console.cloud.google.com/storage/browser/_details/b/k/status/active/a-1.html";
        String shown = "https://storage.cloud.google.com/b/k/status/active/a-1.html";
        assertThat(PageAddress.of("gs://b/k", console, PAGE)).isEqualTo(shown);
        assertThat(PageAddress.of("gs://b/k/", console, PAGE)).isEqualTo(shown);
    }

    @Test
    void otherwiseItIsWhereTheStorageSays() {
        String file = "/data/status/active/a-1.html";
        assertThat(PageAddress.of("/data", file, PAGE)).isEqualTo(file);
        String emulator = "http://localhost:4443/download/storage/v1/b/b/o/status%2Factive%2Fa-1.html?alt=media";
        assertThat(PageAddress.of("gs://b", emulator, PAGE)).isEqualTo(emulator);
    }
}
