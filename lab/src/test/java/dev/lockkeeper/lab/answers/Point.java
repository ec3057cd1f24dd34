package dev.lockkeeper.lab.answers;

/** Where a run may stand when something is said to it as a whole. */
enum Point {
  WHILE_A_JOB_RUNS {
    @Override
    void arrive(UpgradeTalk run) throws InterruptedException {
      PretendCluster.Hold hold = run.cluster().hold("restart node-1");
      run.start("{}");
      run.approve("node-1", "ann");
      hold.reached();
    }

    @Override
    void goOn(UpgradeTalk run) {
      run.cluster().letGo();
    }
  },
  WHILE_BLOCKED {
    @Override
    void arrive(UpgradeTalk run) {
      run.cluster().fail("restart node-1");
      run.start("{}");
      run.approve("node-1", "ann");
      run.question("node-1.restart");
    }

    @Override
    void goOn(UpgradeTalk run) {
      run.retry("node-1.restart");
    }
  },
  AT_A_GATE {
    @Override
    void arrive(UpgradeTalk run) {
      run.start("{}");
      run.question("node-1");
    }

    @Override
    void goOn(UpgradeTalk run) {
      run.approve("node-1", "ann");
    }
  },
  WHILE_PAUSED {
    @Override
    void arrive(UpgradeTalk run) {
      run.start("{}");
      run.question("node-1");
      run.word("pause", "ann");
      run.heard("pause");
      run.approve("node-1", "ann");
    }

    @Override
    void goOn(UpgradeTalk run) {
      run.word("resume", "ann");
    }
  },
  WHILE_UNDOING {
    @Override
    void arrive(UpgradeTalk run) throws InterruptedException {
      PretendCluster.Hold hold = run.cluster().hold("write auto-move on");
      run.start("{}");
      run.question("node-1");
      run.word("abort", "ann");
      hold.reached();
    }

    @Override
    void goOn(UpgradeTalk run) {
      run.cluster().letGo();
    }
  };

  /** Brings a run there that is not yet started. */
  abstract void arrive(UpgradeTalk run) throws InterruptedException;

  /** Does what the run waits for at this point. */
  abstract void goOn(UpgradeTalk run);
}
