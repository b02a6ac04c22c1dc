package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusHtmlTest {
    private static final int KIB = 1024;

    private static int bytes(String page) {
        return page.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void aPageTellsHowAJobStands() {
        String page = Statuses.html(Statuses.active(300, Duration.ofSeconds(48)));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "<h1>Grid search</h1>",
                        "● running",
                        "187 of 300 done (62 %)",
                        "48 s, about ",
                        " left",
                        "Running now",
                        "java.lang.ArithmeticException",
                        "and 1 more like it",
                        "SimulatedJob.failure",
                        "fold 3 of 5",
                        "The node was drained.",
                        "com.example.grid.GridSearch$Evaluate",
                        "library-7.jar",
                        "Attempt",
                        "1, attempt 1: succeeded");
    }

    @Test
    void onlyThePageOfAJobThatGoesOnRenewsItself() {
        assertThat(Statuses.html(Statuses.active(300, Duration.ofSeconds(48))))
                .contains("http-equiv=\"refresh\"", "../done/" + SimulatedJob.JOB + ".html");
        assertThat(Statuses.html(Statuses.done(300, ""))).doesNotContain("http-equiv=\"refresh\"", "../done/");
    }

    @Test
    void theBeginHasAPageToo() {
        assertThat(Statuses.html(Statuses.begun())).contains("● running", "0 of 0 done", "No task has a result");
    }

    @Test
    void aPageNeedsNothingElseAndForbidsScripts() {
        String page = Statuses.html(Statuses.done(300, ""));
        assertThat(page)
                .contains("default-src &#39;none&#39;; style-src &#39;sha256-".replace("&#39;", "'"))
                .doesNotContain("<script", "<link", "<img", "<iframe", "@import", " style=", " src=", "javascript:");
    }

    @Test
    void hostileTextIsTextAndNothingElse() {
        String page = Statuses.html(Statuses.done(300, Statuses.HOSTILE));
        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "\\u001b[31m", "\\u202e", "${7*7}")
                .doesNotContain("<script", "<img", "<#assign", "\u001b", "\u0000", "\u202e", "\u2028");
        assertThat(page.chars().filter(c -> c < ' ' && c != '\n' && c != '\t')).isEmpty();
    }

    @Test
    void aHundredThousandTasksFitIntoAPage() {
        JobStatus status = Statuses.done(100_000, "");
        assertThat(bytes(Statuses.html(status))).isLessThan(100 * KIB);
        assertThat(bytes(Statuses.json(status))).isLessThan(50 * KIB);
    }

    @Test
    void thePageWithTheMostBarsAndTheLongestTextIsBounded() {
        for (String text : new String[] {"\"".repeat(100_000), "\u001b".repeat(100_000), "日".repeat(100_000)}) {
            JobStatus status = Statuses.done(440, text);
            assertThat(status.timeline().attempts()).hasSizeGreaterThan(450);
            assertThat(bytes(Statuses.html(status))).isLessThan(300 * KIB);
            assertThat(bytes(Statuses.json(status))).isLessThan(300 * KIB);
        }
    }
}
