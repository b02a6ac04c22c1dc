package io.kubeface.systemtests.chaos;

/** What is done to a job. */
enum Fault {
    WORKER_KILLED("the worker's process in a pod gets a signal"),
    POD_DELETED("a pod is deleted, with time to end"),
    POD_DELETED_BY_FORCE("a pod is deleted at once, as kubectl delete --force does"),
    POD_EVICTED("a pod is evicted through the API"),
    API_SERVER_DOWN("the API server is killed, and back after the driver has missed it"),
    ETCD_RESTARTED("etcd is killed and started again"),
    KUBELET_DOWN("the kubelet is killed, and back after a task has ended without it"),
    WATCH_CUT("all connections of the driver to the API server break"),
    PUBSUB_LOST("Pub/Sub is killed, and back with no topics and no subscriptions"),
    STORAGE_503("the storage answers 503 and does nothing, to driver and workers"),
    STORAGE_SLOW("the storage takes 300 ms longer for an answer"),
    STORAGE_HALF_ANSWERS("the storage breaks off in the middle of answers"),
    STORAGE_ANSWERS_LOST("the storage does what it is asked, and answers 503"),
    DRIVER_KILLED("the driver's process gets signal 9, and another is started");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** What happens, for people. */
    String text() {
        return text;
    }
}
