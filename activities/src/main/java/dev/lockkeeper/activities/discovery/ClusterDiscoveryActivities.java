package dev.lockkeeper.activities.discovery;

import dev.lockkeeper.activities.release.ReleaseArchive;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.ClusterDiscovery;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.model.FailureReason;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Does what {@link ClusterDiscovery} says, over SSH and the products' own ports. */
public final class ClusterDiscoveryActivities implements ClusterDiscovery {
  private final Map<String, ProductDiscovery> products;
  private final Attendant attendant;

  /**
   * @param products by the name in requests
   */
  public ClusterDiscoveryActivities(Map<String, ProductDiscovery> products, Attendant attendant) {
    this.products = new TreeMap<>(products);
    this.attendant = attendant;
  }

  @Override
  public Discovered discover(Discovery discovery) {
    return attendant.attend(
        pulse -> {
          ProductDiscovery product = products.get(discovery.product());
          if (product == null) {
            throw new StepFailed(
                FailureReason.INVALID,
                "clusters of "
                    + discovery.product()
                    + " cannot be found by this worker; it finds those of "
                    + String.join(", ", products.keySet())
                    + ". Begin with: ./lockkeeper schema "
                    + discovery.product()
                    + " --example --yaml");
          }
          // Before the cluster is looked at: a wrong path is the commonest mistake.
          String sum =
              discovery.archive() == null
                  ? null
                  : ReleaseArchive.sha256(Path.of(discovery.archive()));
          return product.discover(discovery, pulse).with(sum);
        });
  }
}
