package io.kubeface.pubsub;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Pub/Sub that refuses some calls, and answers all others with an empty message. */
final class RefusingPubSub implements AutoCloseable {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final Server server;
    private final Map<String, Status> refused;

    /**
     * @param refused by the last part of the method's name
     */
    RefusingPubSub(Map<String, Status> refused) throws IOException {
        this.refused = refused;
        this.server = ServerBuilder.forPort(0)
                .fallbackHandlerRegistry(new HandlerRegistry() {
                    @Override
                    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                        return method(name);
                    }
                })
                .build()
                .start();
    }

    Endpoints endpoints(String storage) {
        return new Endpoints(
                Optional.of(storage), Optional.of("127.0.0.1:" + server.getPort()), Optional.of("the-project"));
    }

    private ServerMethodDefinition<byte[], byte[]> method(String name) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ServerMethodDefinition.create(descriptor, (call, headers) -> {
            call.request(1);
            return new ServerCall.Listener<byte[]>() {
                @Override
                public void onHalfClose() {
                    answer(call, name.substring(name.lastIndexOf('/') + 1));
                }
            };
        });
    }

    private void answer(ServerCall<byte[], byte[]> call, String method) {
        calls.add(method);
        Status refusal = refused.get(method);
        if (refusal == null) {
            call.sendHeaders(new Metadata());
            call.sendMessage(new byte[0]);
            call.close(Status.OK, new Metadata());
        } else {
            call.close(refusal, new Metadata());
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
