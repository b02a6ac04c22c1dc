package io.kubeface.core.name;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The templates of {@link ObjectName} in the form that reads. */
record NameTemplate(Pattern pattern, Function<MatchResult, ObjectName> read) {
    private static final List<NameTemplate> ALL = List.of(
            template("code/sha256/([0-9a-f]{64})\\.jar", m -> new ObjectName.Code(m.group(1))),
            template(
                    "jobs/(" + Segments.PATTERN + ")/job-(" + Segments.PATTERN + ")",
                    m -> new ObjectName.Job(new JobKey(m.group(1)), new JobId(m.group(2)))),
            template(
                    "jobs/(" + Segments.PATTERN + ")/lease-(" + Segments.PATTERN + ")",
                    m -> new ObjectName.Lease(new JobKey(m.group(1)), new JobId(m.group(2)))),
            template(
                    "jobs/(" + Segments.PATTERN + ")/ended-(" + Segments.PATTERN + ")",
                    m -> new ObjectName.Ended(new JobKey(m.group(1)), new JobId(m.group(2)))),
            template(
                    "objects/(" + Segments.PATTERN + ")/([0-9a-f]{64})",
                    m -> new ObjectName.RemoteObject(new JobKey(m.group(1)), m.group(2))),
            template(
                    "inputs/(" + Segments.PATTERN + ")/(" + Segments.PATTERN + ")",
                    m -> new ObjectName.Input(new JobKey(m.group(1)), new TaskName(m.group(2)))),
            template(
                    "results/(" + Segments.PATTERN + ")/(" + Segments.PATTERN + ")\\.value",
                    m -> new ObjectName.Value(new JobKey(m.group(1)), new TaskName(m.group(2)))),
            template(
                    "results/(" + Segments.PATTERN + ")/(" + Segments.PATTERN + ")\\.failure-(?:(" + Segments.PATTERN
                            + ")-)?([1-9][0-9]{0,8})",
                    m -> new ObjectName.Failure(
                            new JobKey(m.group(1)), new TaskName(m.group(2)), job(m), Integer.parseInt(m.group(4)))),
            template(
                    "logs/(" + Segments.PATTERN + ")/(" + Segments.PATTERN + ")(?:\\.(" + Segments.PATTERN
                            + "))?-([1-9][0-9]{0,8})",
                    m -> new ObjectName.Log(
                            new JobKey(m.group(1)), new TaskName(m.group(2)), job(m), Integer.parseInt(m.group(4)))),
            template(
                    "status/(active|done)/(" + Segments.PATTERN + ")\\.(html|json)",
                    m -> new ObjectName.Status(
                            m.group(1).equals("active"),
                            new JobId(m.group(2)),
                            m.group(3).equals("html")
                                    ? ObjectName.Status.Format.HTML
                                    : ObjectName.Status.Format.JSON)));

    static Optional<ObjectName> parse(String path) {
        for (NameTemplate template : ALL) {
            Matcher matcher = template.pattern.matcher(path);
            if (matcher.matches()) {
                return Optional.of(template.read.apply(matcher));
            }
        }
        return Optional.empty();
    }

    private static Optional<JobId> job(MatchResult match) {
        return Optional.ofNullable(match.group(3)).map(JobId::new);
    }

    private static NameTemplate template(String regex, Function<MatchResult, ObjectName> read) {
        return new NameTemplate(Pattern.compile(regex), read);
    }
}
