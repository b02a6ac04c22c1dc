package io.kubeface.worker;

/** What the worker tells of itself on request, or when it does not understand. */
final class Help {

    private static final String[] OPTIONS = {
        "--storage",
        "--job",
        "--input",
        "--result",
        "--attempt",
        "--installed",
        "--code-cache",
        "--log-file",
        "--watch-stdin",
        "--watch-lease",
        "--delete-input",
        "--quiet",
        "--verbose",
        "--train",
        "--help",
        "--version"
    };

    static final String TEXT = """
            Runs one attempt at one task of a Kubeface job.

            Usage: java -cp <worker jars> io.kubeface.worker.WorkerMain <options>

            What to run (all five are needed):
              --storage URL      the storage root
              --job NAME         the job's object, jobs/<key>/job-<id>
              --input NAME       the task's input, inputs/<key>/<task>
              --result NAME      the task's result, results/<key>/<task>.value
              --attempt N        which launch of the task this is, from 1

            How:
              --installed DIR    look for jars at DIR/code/sha256/<digest>.jar first, which the machine's image brought;
                                 only their size is checked
              --code-cache DIR   where jars are kept by digest; default: the user's cache directory
              --log-file FILE    standard output and error of this process go to FILE already; it is uploaded as the
                                 attempt's log before the result is. Without it, what Java code prints through
                                 System.out and System.err is kept and uploaded; what native code and child processes
                                 print is not. Of a log beyond 64 MiB the last 64 MiB are uploaded
              --watch-stdin      end at once, with no result, when standard input ends: the driver went away
              --watch-lease      end, with no result, when the driver has not renewed its job's lease for as long as it says
                                 there that it may be silent. Looked at after a minute, and then as often as drivers
                                 renew it
              --delete-input     remove the input when the result is durable. Not for jobs that retry or speculate, whose
                                 later attempts would find no input; refused with --attempt greater than 1
              --quiet            say nothing but what is wrong with the arguments
              --verbose          say each step on standard error; by default only failures are

            Other:
              --train            run a sample task in a temporary directory and end by normal exit, so that a JVM started
                                 with -XX:ArchiveClassesAtExit=FILE (or -XX:AOTCacheOutput=FILE from JDK 25) records what
                                 a worker loads. With --storage URL, also what it loads for storage of that kind; what
                                 the URL names is not touched
              --help, --version  wherever they stand: nothing else is done then

            Exit codes: 0 the value is in the store; 1 the worker itself failed, for example because it could not use its
            code cache, which a failure object says if it could be written, and standard error else; 2 wrong arguments; 10 the function failed, 11 the code was refused,
            12 the input could not be read, 14 out of memory (10 to 14: a failure object says so); 13 the store failed,
            no result; 15 the driver went away. The process ends when its result is written, whatever threads the
            function left. A function that calls System.exit ends with the code it gave, and a failure object says so.

            SIGQUIT (kill -QUIT <pid>) prints the stacks of all threads to standard output, as every JVM does: with
            --log-file they are part of the log. The function runs in a thread whose stack size is the JVM's default, or
            what -Xss says.
            """;

    private Help() {}

    static String version() {
        String version = Help.class.getPackage().getImplementationVersion();
        return "kubeface-worker " + (version == null ? "(not from a jar)" : version) + " on Java " + Runtime.version();
    }

    /** What is said of an option that there is none of. */
    static String unknown(String option) {
        String nearest = OPTIONS[0];
        for (String known : OPTIONS) {
            if (distance(known, option) < distance(nearest, option)) {
                nearest = known;
            }
        }
        return "There is no option \"" + option + "\"; the nearest one is " + nearest + ". See --help.";
    }

    /** The number of characters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
