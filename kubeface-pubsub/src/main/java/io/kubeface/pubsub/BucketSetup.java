package io.kubeface.pubsub;

import com.google.cloud.Binding;
import com.google.cloud.Policy;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.BucketInfo.IamConfiguration;
import com.google.cloud.storage.BucketInfo.LifecycleRule;
import com.google.cloud.storage.BucketInfo.LifecycleRule.LifecycleAction;
import com.google.cloud.storage.BucketInfo.LifecycleRule.LifecycleCondition;
import com.google.cloud.storage.BucketInfo.SoftDeletePolicy;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BucketSourceOption;
import com.google.cloud.storage.Storage.BucketTargetOption;
import com.google.cloud.storage.StorageException;
import io.kubeface.gcs.Gcloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a bucket fit. Each method says whether something had to be done; its calls block and throw what the client throws. */
record BucketSetup(String bucket) {
    private static final int NOT_FOUND = 404;
    private static final int POLICY_WITH_CONDITIONS = 3;

    boolean create(Storage storage, String location) {
        if (storage.get(bucket) != null) {
            return false;
        }
        storage.create(BucketInfo.newBuilder(bucket)
                .setLocation(location)
                .setIamConfiguration(IamConfiguration.newBuilder()
                        .setIsUniformBucketLevelAccessEnabled(true)
                        .build())
                .setSoftDeletePolicy(SoftDeletePolicy.newBuilder()
                        .setRetentionDuration(Duration.ZERO)
                        .build())
                .build());
        return true;
    }

    /** Adds the rule for what is below a prefix; rules that are there stay. */
    boolean removeAbandoned(Storage storage, String prefix) {
        Bucket there = storage.get(bucket);
        if (there == null) {
            throw new StorageException(NOT_FOUND, "There is no bucket gs://" + bucket);
        }
        LifecycleRule rule = new LifecycleRule(
                LifecycleAction.newDeleteAction(),
                LifecycleCondition.newBuilder()
                        .setAge(Gcloud.ABANDONED_DAYS)
                        .setMatchesPrefix(
                                Gcloud.ABANDONED.stream().map(prefix::concat).toList())
                        .build());
        List<? extends LifecycleRule> rules = there.getLifecycleRules();
        if (rules.contains(rule)) {
            return false;
        }
        List<LifecycleRule> more = new ArrayList<>(rules);
        more.add(rule);
        there.toBuilder().setLifecycleRules(more).build().update(BucketTargetOption.metagenerationMatch());
        return true;
    }

    /** A policy that somebody else changes meanwhile is not written: it carries its version. */
    boolean grant(Storage storage, String member, String role) {
        Policy policy = storage.getIamPolicy(bucket, BucketSourceOption.requestedPolicyVersion(POLICY_WITH_CONDITIONS));
        List<Binding> bindings = policy.getBindingsList();
        if (bindings.stream()
                .anyMatch(binding -> binding.getRole().equals(role)
                        && binding.getCondition() == null
                        && binding.getMembers().contains(member))) {
            return false;
        }
        List<Binding> more = new ArrayList<>(bindings);
        more.add(Binding.newBuilder().setRole(role).setMembers(List.of(member)).build());
        storage.setIamPolicy(
                bucket,
                policy.toBuilder()
                        .setBindings(more)
                        .setVersion(POLICY_WITH_CONDITIONS)
                        .build());
        return true;
    }
}
