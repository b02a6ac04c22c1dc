package io.kubeface.core.name;

import java.util.List;
import java.util.Optional;

/**
 * The name of an object below a storage root. Each kind has one template; {@link #path()} formats it and
 * {@link #parse} reads it back, so that one listing is the state of a job.
 */
public sealed interface ObjectName {

    /** The name as an object store takes it. */
    String path();

    /** Reads a name of any kind; empty when it is none of ours. */
    static Optional<ObjectName> parse(String path) {
        return NameTemplate.parse(path);
    }

    /**
     * Reads a name of one kind.
     *
     * @throws IllegalArgumentException when it is another kind's, or nobody's
     */
    static <N extends ObjectName> N parse(String path, Class<N> kind) {
        Optional<ObjectName> name = parse(path);
        // No lambdas: a worker reads its names when it starts.
        if (name.isPresent() && kind.isInstance(name.get())) {
            return kind.cast(name.get());
        }
        throw new IllegalArgumentException(
                "\"" + path + "\" is not the name of a " + kind.getSimpleName() + " object.");
    }

    /**
     * A jar of the driver's class path.
     *
     * @param sha256 of its bytes, 64 lower-case hexadecimal digits
     */
    record Code(String sha256) implements ObjectName {
        public Code {
            Segments.checkedSha256(sha256);
        }

        /** Whether this is a SHA-256 digest as these names have it. */
        public static boolean isSha256(String text) {
            return Segments.isSha256(text);
        }

        @Override
        public String path() {
            return "code/sha256/" + sha256 + ".jar";
        }
    }

    /** A job's function and manifest. */
    record Job(JobKey key, JobId id) implements ObjectName {
        @Override
        public String path() {
            return prefix(key) + "job-" + id;
        }

        /** What tells of the jobs of a key begins with. */
        public static String prefix(JobKey key) {
            return "jobs/" + key + "/";
        }

        /** The sign of life of its driver. */
        public Lease lease() {
            return new Lease(key, id);
        }

        /** The mark that it ended and keeps something. */
        public Ended ended() {
            return new Ended(key, id);
        }

        /** Whose the attempts at its tasks are, where that is not clear from the key. */
        private Optional<JobId> owner() {
            return id.value().equals(key.value()) ? Optional.empty() : Optional.of(id);
        }

        /** What an attempt of this job at a task dies of. */
        public Failure failure(TaskName task, int attempt) {
            return new Failure(key, task, owner(), attempt);
        }

        /** What an attempt of this job at a task prints. */
        public Log log(TaskName task, int attempt) {
            return new Log(key, task, owner(), attempt);
        }
    }

    /** Says, by the time at which it was last written, that a job's driver lives. */
    record Lease(JobKey key, JobId id) implements ObjectName {
        @Override
        public String path() {
            return Job.prefix(key) + "lease-" + id;
        }
    }

    /** Says that a job has ended and what lies there of it was to be kept. */
    record Ended(JobKey key, JobId id) implements ObjectName {
        @Override
        public String path() {
            return Job.prefix(key) + "ended-" + id;
        }
    }

    /** A task's input. */
    record Input(JobKey key, TaskName task) implements ObjectName {
        @Override
        public String path() {
            return prefix(key) + task;
        }

        /** What the inputs of a job begin with. */
        public static String prefix(JobKey key) {
            return "inputs/" + key + "/";
        }
    }

    /** A task's success: all attempts compete for it, the first wins. */
    record Value(JobKey key, TaskName task) implements ObjectName {
        @Override
        public String path() {
            return resultPrefix(key) + task + ".value";
        }
    }

    /**
     * What one attempt at a task died of.
     *
     * @param job whose attempt it was, where several jobs have tasks of one name: with a cache key, each counts its attempts
     *     from 1. Empty where the key is one job's own
     * @param attempt from 1
     */
    record Failure(JobKey key, TaskName task, Optional<JobId> job, int attempt) implements ObjectName {
        public Failure {
            checkAttempt(attempt);
        }

        /** A failure of the only job of its key. */
        public Failure(JobKey key, TaskName task, int attempt) {
            this(key, task, Optional.empty(), attempt);
        }

        @Override
        public String path() {
            return resultPrefix(key) + task + ".failure-" + (job.isPresent() ? job.get() + "-" : "") + attempt;
        }
    }

    /**
     * What one attempt at a task printed.
     *
     * @param job as {@link Failure#job}
     * @param attempt from 1
     */
    record Log(JobKey key, TaskName task, Optional<JobId> job, int attempt) implements ObjectName {
        public Log {
            checkAttempt(attempt);
        }

        /** A log of the only job of its key. */
        public Log(JobKey key, TaskName task, int attempt) {
            this(key, task, Optional.empty(), attempt);
        }

        @Override
        public String path() {
            return prefix(key) + task + (job.isPresent() ? "." + job.get() : "") + "-" + attempt;
        }

        /** What the logs of a job begin with. */
        public static String prefix(JobKey key) {
            return "logs/" + key + "/";
        }
    }

    /**
     * A value that is shipped by its address.
     *
     * @param key of the client that wrote it, or of the jobs with a cache key that did
     * @param sha256 of its bytes, 64 lower-case hexadecimal digits
     */
    record RemoteObject(JobKey key, String sha256) implements ObjectName {
        public RemoteObject {
            Segments.checkedSha256(sha256);
        }

        @Override
        public String path() {
            return prefix(key) + sha256;
        }

        /** What the remote objects of a client or a cache key begin with. */
        public static String prefix(JobKey key) {
            return "objects/" + key + "/";
        }
    }

    /**
     * What is told of a job, for people or for programs.
     *
     * @param active whether the job goes on, as far as is known
     * @param format the ending of the name
     */
    record Status(boolean active, JobId job, Format format) implements ObjectName {
        /** What the pages of jobs that go on begin with. */
        public static final String ACTIVE = "status/active/";

        /** What the pages of jobs that have ended begin with. */
        public static final String DONE = "status/done/";

        /** For whom it is. */
        public enum Format {
            /** A page for people. */
            HTML,
            /** The same for programs. */
            JSON;

            /** The ending of a name, without its dot. */
            public String ending() {
                return this == HTML ? "html" : "json";
            }
        }

        @Override
        public String path() {
            return (active ? ACTIVE : DONE) + job + "." + format.ending();
        }

        /** All that may be told of a job. */
        public static List<Status> all(JobId job) {
            return List.of(
                    new Status(true, job, Format.HTML),
                    new Status(true, job, Format.JSON),
                    new Status(false, job, Format.HTML),
                    new Status(false, job, Format.JSON));
        }
    }

    /** What the values and failures of a job begin with, and nothing else does. */
    static String resultPrefix(JobKey key) {
        return "results/" + key + "/";
    }

    private static void checkAttempt(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("Attempts are counted from 1; got " + attempt + ".");
        }
    }
}
