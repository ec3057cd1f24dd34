package dev.lockkeeper.workflows.model;

/** The input of one product's upgrade: what all products share, and a part of its own. */
public interface ProductRequest {
  /** The part that all products share. */
  UpgradeRequest upgrade();
}
