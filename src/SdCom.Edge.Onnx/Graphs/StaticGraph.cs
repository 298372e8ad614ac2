using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>The static net and the gate: image and gate state in; primary feature, gate scores and next gate state out; with temporal shift also the shift state in and out.</summary>
public static class StaticGraph
{
    /// <summary>Writes the graph.</summary>
    /// <exception cref="InvalidDataException">A weight is missing or shaped for another network.</exception>
    public static ModelProto Build(NetworkSpec spec, WeightSet weights)
    {
        GraphBuilder graph = GraphStart.Create("static", spec);
        Value glance = PictureWriter.Write(graph, spec);
        Value state = graph.Input(TensorNames.GateState, DataType.Float, 1, spec.Gate.Hidden);
        if (spec.Description.Glance > 1)
            glance = graph.AveragePool(glance, spec.Description.Glance, spec.Description.Glance, "glance");

        TrunkWriter trunk = new(graph, spec.Static, Width.Full, weights, "static", statisticsPerWidth: false);
        ShiftWriter? shift = ShiftWriter.Create(graph, spec.Static, Width.Full, spec.GlanceSize);
        Value primary = trunk.Write(glance, spec.GlanceSize, TensorNames.Primary, shift);
        LinearWriter linear = new(graph, weights);
        Value encoded = graph.Relu(linear.Write("gate.encoder", primary, spec.Gate.Inputs, spec.Gate.Encoder));
        Value next = Gru(graph, linear, spec.Gate, encoded, state);
        Value scores = linear.Write("gate.scores", next, spec.Gate.Hidden, spec.Gate.Scores, TensorNames.GateScores);

        graph.Output(primary, 1, spec.Gate.Inputs);
        graph.Output(scores, 1, spec.Gate.Scores);
        graph.Output(next, 1, spec.Gate.Hidden);
        shift?.Finish();
        return graph.Build();
    }

    // PyTorch's GRU cell (torch.nn.GRU, gates in the order r, z, n), as plain operators because ONNX's GRU has another gate order and wants sequences:
    // r = s(W_r x + U_r h), z = s(W_z x + U_z h), n = tanh(W_n x + r * (U_n h)), h' = (1 - z) * n + z * h = n + z * (h - n); every product with its bias.
    private static Value Gru(GraphBuilder graph, LinearWriter linear, GateSpec gate, Value x, Value h)
    {
        Value[] fromInput = graph.Split(linear.Write("gate.gru", x, gate.Encoder, 3 * gate.Hidden, suffix: "_ih"), axis: 1, parts: 3);
        Value[] fromState = graph.Split(linear.Write("gate.gru", h, gate.Hidden, 3 * gate.Hidden, suffix: "_hh"), axis: 1, parts: 3);
        Value reset = graph.Sigmoid(graph.Add(fromInput[0], fromState[0]), "gate.reset");
        Value update = graph.Sigmoid(graph.Add(fromInput[1], fromState[1]), "gate.update");
        Value candidate = graph.Tanh(graph.Add(fromInput[2], graph.Mul(reset, fromState[2])), "gate.candidate");
        return graph.Add(candidate, graph.Mul(update, graph.Sub(h, candidate)), TensorNames.GateStateOut);
    }
}
