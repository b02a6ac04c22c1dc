package io.kubeface.core.envelope;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.RunReport;
import io.kubeface.core.wire.Frame;
import io.kubeface.core.wire.Header;
import io.kubeface.core.wire.ItemHeader;
import io.kubeface.core.wire.ItemTrailer;
import io.kubeface.core.wire.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Our records as protobuf messages and back: the only class that knows both, so that no protobuf type is seen outside
 * this package.
 */
final class WireFormat {
    static final int VERSION = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private WireFormat() {}

    /**
     * What stands before the body of an item.
     *
     * @param failure null when the item is a value
     */
    record Item(String codec, String type, @Nullable FailureReport failure) {}

    static byte[] magic() {
        return new byte[] {'K', 'B', 'F', '1'};
    }

    static void checkMagic(byte[] found, Source source) throws CorruptObjectException {
        if (!Arrays.equals(found, magic())) {
            throw source.corrupt(
                    "it begins with " + HexFormat.of().formatHex(found) + " and not with "
                            + HexFormat.of().formatHex(magic()) + " (KBF1); it is no object of Kubeface.",
                    null);
        }
    }

    static MessageLite header(EnvelopeHeader header) {
        Header.Builder message = Header.newBuilder()
                .setVersion(VERSION)
                .setKind(kind(header.kind()))
                .setItems(header.items());
        if (header.manifest().isPresent()) {
            message.setManifest(manifest(header.manifest().get()));
        }
        if (header.run().isPresent()) {
            message.setRun(run(header.run().get()));
        }
        return message.build();
    }

    static EnvelopeHeader readHeader(byte[] bytes, Source source) throws CorruptObjectException {
        Header message;
        try {
            message = Header.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw source.corrupt("its header is not well formed.", e);
        }
        if (message.getVersion() != VERSION) {
            throw source.corrupt(
                    "its format has version " + message.getVersion() + " and this library reads version " + VERSION
                            + "; use the same version of Kubeface on both sides.",
                    null);
        }
        try {
            return new EnvelopeHeader(
                    kind(message.getKind()),
                    message.getItems(),
                    message.hasManifest() ? Optional.of(manifest(message.getManifest())) : Optional.empty(),
                    message.hasRun() ? Optional.of(run(message.getRun())) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw source.corrupt("its header is not valid: " + e.getMessage(), e);
        }
    }

    static MessageLite itemHeader(String codec, String type) {
        return ItemHeader.newBuilder().setCodec(codec).setType(text(type)).build();
    }

    static MessageLite itemHeader(FailureReport failure) {
        return ItemHeader.newBuilder().setFailure(failure(failure)).build();
    }

    static Item readItem(byte[] bytes, Source source) throws CorruptObjectException {
        try {
            ItemHeader message = ItemHeader.parseFrom(bytes);
            return new Item(
                    message.getCodec(), message.getType(), message.hasFailure() ? failure(message.getFailure()) : null);
        } catch (InvalidProtocolBufferException e) {
            throw source.corrupt("the header of an item is not well formed.", e);
        } catch (IllegalArgumentException e) {
            throw source.corrupt("the header of an item is not valid: " + e.getMessage(), e);
        }
    }

    static MessageLite itemTrailer(long sizeBytes, int crc32c) {
        return ItemTrailer.newBuilder()
                .setSizeBytes(sizeBytes)
                .setCrc32C(crc32c)
                .build();
    }

    static void checkTrailer(byte[] bytes, String item, long sizeBytes, int crc32c, Source source)
            throws CorruptObjectException {
        ItemTrailer trailer;
        try {
            trailer = ItemTrailer.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw source.corrupt("the trailer of " + item + " is not well formed.", e);
        }
        if (trailer.getSizeBytes() != sizeBytes) {
            throw source.corrupt(
                    item + " was written with " + trailer.getSizeBytes() + " bytes and has " + sizeBytes + ".", null);
        }
        if (trailer.getCrc32C() != crc32c) {
            throw source.corrupt(
                    item + " was written with CRC32C " + Integer.toHexString(trailer.getCrc32C()) + " and has "
                            + Integer.toHexString(crc32c) + ".",
                    null);
        }
    }

    private static Kind kind(ObjectKind kind) {
        return switch (kind) {
            case JOB -> Kind.JOB;
            case INPUT -> Kind.INPUT;
            case VALUE -> Kind.VALUE;
            case FAILURE -> Kind.FAILURE;
            case REMOTE -> Kind.REMOTE;
        };
    }

    private static ObjectKind kind(Kind kind) {
        return switch (kind) {
            case JOB -> ObjectKind.JOB;
            case INPUT -> ObjectKind.INPUT;
            case VALUE -> ObjectKind.VALUE;
            case FAILURE -> ObjectKind.FAILURE;
            case REMOTE -> ObjectKind.REMOTE;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("its kind is not known here");
        };
    }

    private static io.kubeface.core.wire.JobManifest manifest(JobManifest manifest) {
        io.kubeface.core.wire.JobManifest.Builder message = io.kubeface.core.wire.JobManifest.newBuilder()
                .setJobId(manifest.job().value())
                .setLibraryVersion(text(manifest.libraryVersion()))
                .setJavaFeature(manifest.javaFeature())
                .setFunctionType(text(manifest.functionType()))
                .addAllParents(manifest.parents())
                .addAllCodecs(manifest.codecs());
        if (!manifest.objects().equals(manifest.job().asKey())) {
            message.setObjects(manifest.objects().value());
        }
        for (CodeEntry entry : manifest.classPath()) {
            message.addClassPath(io.kubeface.core.wire.CodeEntry.newBuilder()
                    .setSha256(entry.sha256())
                    .setFileName(text(entry.fileName()))
                    .setSizeBytes(entry.sizeBytes()));
        }
        // In the order of the keys, so that equal manifests have equal bytes.
        for (Map.Entry<String, String> entry : new TreeMap<>(manifest.propagated()).entrySet()) {
            message.putPropagated(text(entry.getKey()), text(entry.getValue()));
        }
        return message.build();
    }

    private static JobManifest manifest(io.kubeface.core.wire.JobManifest message) {
        List<CodeEntry> classPath = new ArrayList<>(message.getClassPathCount());
        for (io.kubeface.core.wire.CodeEntry entry : message.getClassPathList()) {
            classPath.add(new CodeEntry(entry.getSha256(), entry.getFileName(), entry.getSizeBytes()));
        }
        JobId job = new JobId(message.getJobId());
        String objects = message.getObjects();
        return new JobManifest(
                job,
                message.getLibraryVersion(),
                message.getJavaFeature(),
                classPath,
                message.getFunctionType(),
                message.getCodecsList(),
                message.getPropagatedMap(),
                objects.isEmpty() ? job.asKey() : new JobKey(objects),
                message.getParentsList());
    }

    private static io.kubeface.core.wire.RunReport run(RunReport run) {
        return io.kubeface.core.wire.RunReport.newBuilder()
                .setAttempt(run.attempt())
                .setStartedEpochNanos(epochNanos(run.started()))
                .setEndedEpochNanos(epochNanos(run.ended()))
                .setHost(text(run.host()))
                .setPid(run.pid())
                .setJvm(text(run.jvm()))
                .setCommandLine(text(run.commandLine()))
                .setInputBytes(run.inputBytes())
                .build();
    }

    private static RunReport run(io.kubeface.core.wire.RunReport message) {
        return new RunReport(
                message.getAttempt(),
                Instant.ofEpochSecond(0, message.getStartedEpochNanos()),
                Instant.ofEpochSecond(0, message.getEndedEpochNanos()),
                message.getHost(),
                message.getPid(),
                message.getJvm(),
                message.getCommandLine(),
                message.getInputBytes());
    }

    private static long epochNanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }

    private static io.kubeface.core.wire.FailureReport failure(FailureReport failure) {
        io.kubeface.core.wire.FailureReport.Builder message = io.kubeface.core.wire.FailureReport.newBuilder()
                .setKind(failure.kind().name())
                .setType(text(failure.type()))
                .setMessage(text(failure.message()));
        for (StackTraceElement frame : failure.frames()) {
            message.addFrames(frame(frame));
        }
        if (failure.cause().isPresent()) {
            message.setCause(failure(failure.cause().get()));
        }
        for (FailureReport suppressed : failure.suppressed()) {
            message.addSuppressed(failure(suppressed));
        }
        return message.build();
    }

    private static FailureReport failure(io.kubeface.core.wire.FailureReport message) {
        List<StackTraceElement> frames = new ArrayList<>(message.getFramesCount());
        for (Frame frame : message.getFramesList()) {
            frames.add(new StackTraceElement(
                    emptyToNull(frame.getClassLoader()),
                    emptyToNull(frame.getModule()),
                    null,
                    frame.getDeclaringClass(),
                    frame.getMethod(),
                    emptyToNull(frame.getFile()),
                    frame.getLine()));
        }
        List<FailureReport> suppressed = new ArrayList<>(message.getSuppressedCount());
        for (io.kubeface.core.wire.FailureReport one : message.getSuppressedList()) {
            suppressed.add(failure(one));
        }
        return new FailureReport(
                FailureKind.valueOf(message.getKind()),
                message.getType(),
                message.getMessage(),
                frames,
                message.hasCause() ? Optional.of(failure(message.getCause())) : Optional.empty(),
                suppressed);
    }

    private static Frame frame(StackTraceElement frame) {
        return Frame.newBuilder()
                .setClassLoader(text(frame.getClassLoaderName()))
                .setModule(text(frame.getModuleName()))
                .setDeclaringClass(text(frame.getClassName()))
                .setMethod(text(frame.getMethodName()))
                .setFile(text(frame.getFileName()))
                .setLine(frame.getLineNumber())
                .build();
    }

    @Nullable
    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What protobuf takes: not null, and no half of a surrogate pair. */
    private static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // The encoder puts a question mark for each half that stands alone.
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
