package io.kubeface.core.task;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeWriter;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What a worker writes; a class and no lambda, whose making costs a worker's start more than the writing. */
record ResultBody(EnvelopeHeader header, List<ItemOutcome> outcomes, Codecs codecs) implements ObjectStore.Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        EnvelopeWriter writer = new EnvelopeWriter(out, header);
        for (ItemOutcome outcome : outcomes) {
            writer.writeOutcome(outcome, codecs);
        }
        writer.finish();
    }
}
