package org.stiffgrad.autodiff;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.tape.Derivative;
import org.stiffgrad.autodiff.tape.Recording;
import org.stiffgrad.autodiff.tape.Replay;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.StencilOperand;

/** Derivatives by replaying the programs of a recording that holds where they are wanted. */
final class CompiledTapeHostDerivatives implements HostDerivatives {
  private final Recordings recordings;
  private final Map<Derivative, Replay> replays = new EnumMap<>(Derivative.class);
  private @Nullable Recording latest;
  /* What decides the branches of the recording in use. */
  private double[] compared = {};

  CompiledTapeHostDerivatives(Recordings recordings, Workspace workspace) {
    this.recordings = recordings;
    for (Derivative derivative : Derivative.values()) {
      replays.put(derivative, new Replay(derivative, workspace::allocateHost));
    }
  }

  /** The recording that holds at a point: the latest used, another one kept, or a new one. */
  private Recording holdingAt(HostPoint at) {
    Recording recording = latest;
    if (recording == null || !holds(recording, at)) {
      recording = find(at);
      latest = recording;
    }
    return recording;
  }

  private Recording find(HostPoint at) {
    List<Recording> kept = recordings.kept();
    for (int i = 0; i < kept.size(); i++) {
      if (holds(kept.get(i), at)) {
        return kept.get(i);
      }
    }
    return recordings.record(at);
  }

  private boolean holds(Recording recording, HostPoint at) {
    if (recording.guards() == 0) {
      return true;
    }
    if (compared.length < 2 * recording.guards()) {
      compared = new double[2 * recording.guards()];
    }
    Replay guards = replay(Derivative.GUARDS, recording, at);
    guards.run(compared);
    return recording.holds(compared);
  }

  private Replay replay(Derivative derivative, Recording recording, HostPoint at) {
    Replay replay = requireNonNull(replays.get(derivative));
    replay.select(recording);
    replay.load(at.time(), at.state(), at.parameters());
    return replay;
  }

  private Replay replay(Derivative derivative, HostPoint at) {
    return replay(derivative, holdingAt(at), at);
  }

  @Override
  public void rightHandSide(HostPoint at, double[] result) {
    replay(Derivative.RIGHT_HAND_SIDE, at).run(result);
  }

  @Override
  public void timeDerivative(HostPoint at, double[] result) {
    replay(Derivative.TIME_DERIVATIVE, at).run(result);
  }

  @Override
  public void jacobian(HostPoint at, HostSparseMatrix result) {
    replay(Derivative.JACOBIAN, at).run(result.values());
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    Replay replay = replay(Derivative.JACOBIAN_VECTOR_PRODUCT, at);
    replay.load(StencilOperand.DIRECTION, v);
    replay.run(result);
  }

  @Override
  public void vectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    Replay replay = replay(Derivative.VECTOR_JACOBIAN_PRODUCT, at);
    replay.load(StencilOperand.WEIGHT, w);
    replay.run(result);
  }

  @Override
  public void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    replay(Derivative.PARAMETER_JACOBIAN, at).run(result.values());
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    Replay replay = replay(Derivative.PARAMETER_JACOBIAN_VECTOR_PRODUCT, at);
    replay.load(StencilOperand.PARAMETER_DIRECTION, dp);
    replay.run(result);
  }

  @Override
  public void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    Replay replay = replay(Derivative.PARAMETER_VECTOR_JACOBIAN_PRODUCT, at);
    replay.load(StencilOperand.WEIGHT, w);
    replay.run(result);
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    Replay replay = replay(Derivative.STATE_SECOND_ORDER, at);
    replay.loadDirection(k, theta);
    replay.run(result.values());
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    Replay replay = replay(Derivative.PARAMETER_SECOND_ORDER, at);
    replay.loadDirection(k, theta);
    replay.run(result.values());
  }

  @Override
  public void secondOrderState(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    Replay replay = replay(Derivative.SECOND_ORDER_STATE, at);
    replay.loadDirection(k, theta);
    replay.load(StencilOperand.WEIGHT, w);
    replay.run(result);
  }

  @Override
  public void secondOrderParameters(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    Replay replay = replay(Derivative.SECOND_ORDER_PARAMETERS, at);
    replay.loadDirection(k, theta);
    replay.load(StencilOperand.WEIGHT, w);
    replay.run(result);
  }
}
