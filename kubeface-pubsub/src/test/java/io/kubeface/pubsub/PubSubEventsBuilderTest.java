package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.reactor.events.ObjectEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class PubSubEventsBuilderTest {

    @Test
    void aStoreThatIsNoBucketIsRefused() {
        try (InMemoryObjectStore store = new InMemoryObjectStore()) {
            ObjectEvents.Environment environment = new ObjectEvents.Environment(store, Schedulers.immediate());
            assertThatThrownBy(() -> PubSubEvents.builder().create(environment))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(store.url())
                    .hasMessageContaining("gs://");
        }
    }

    @Test
    void optionsThatPubSubWouldRefuseAreRefused() {
        assertThatThrownBy(() -> PubSubEvents.builder().subscriptionExpiry(Duration.ofHours(1)))
                .hasMessageContaining("PT1H")
                .hasMessageContaining("a day");
        assertThatThrownBy(() -> PubSubEvents.builder().topic("my topic")).hasMessageContaining("my topic");
        assertThatThrownBy(() -> PubSubEvents.builder().subscriptionPrefix("google-things"))
                .hasMessageContaining("google-things");
        assertThatThrownBy(() -> PubSubEvents.builder().project(" ")).hasMessageContaining("project");
        PubSubEvents.builder()
                .topic("projects/p/topics/kubeface-results")
                .topic("results.v2")
                .project("p")
                .subscriptionPrefix("team-a")
                .subscriptionExpiry(Duration.ofDays(2));
    }

    @Test
    void aShortTopicIsOfTheProject() {
        assertThat(PubSubOptions.topicName("results", "p")).isEqualTo("projects/p/topics/results");
        assertThat(PubSubOptions.topicName("projects/q/topics/results", "p")).isEqualTo("projects/q/topics/results");
    }
}
