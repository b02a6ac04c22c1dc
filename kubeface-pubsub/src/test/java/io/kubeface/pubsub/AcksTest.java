package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.core.SettableApiFuture;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcksTest {
    private final List<List<String>> calls = new ArrayList<>();
    private final List<SettableApiFuture<String>> answers = new ArrayList<>();
    private final Acks acks = new Acks(ids -> {
        calls.add(ids);
        SettableApiFuture<String> answer = SettableApiFuture.create();
        answers.add(answer);
        return answer;
    });

    @Test
    void whatComesDuringACallGoesTogetherWithTheNext() {
        acks.add("a");
        acks.add("b");
        acks.add("c");
        assertThat(calls).containsExactly(List.of("a"));
        answers.get(0).set("");
        assertThat(calls).containsExactly(List.of("a"), List.of("b", "c"));
        answers.get(1).set("");
        acks.add("d");
        assertThat(calls).hasSize(3);
    }

    @Test
    void aCallThatFailsKeepsNoOtherFromBeingMade() {
        acks.add("a");
        acks.add("b");
        answers.get(0).setException(FakeSubscription.failure(Status.Code.UNAVAILABLE));
        assertThat(calls).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void noCallIsLargerThanPubSubTakes() {
        for (int i = 0; i < 2501; i++) {
            acks.add("ack-" + i);
        }
        for (int i = 0; i < answers.size(); i++) {
            answers.get(i).set("");
        }
        assertThat(calls).extracting(List::size).containsExactly(1, 1000, 1000, 500);
    }
}
