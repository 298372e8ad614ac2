using SdCom.Edge.Training.Published;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class GateTests : GoldenTest
{
    [Fact, GoldenCase("gate")]
    public void The_gate_equals_the_published_one_streamed_and_in_training()
    {
        GoldenCase golden = new("gate");
        Dictionary<string, Tensor> tensors = golden.Set("weights");
        Weights gate = new(tensors);
        Tensor x = golden.Npy("input").requires_grad_();

        Tensor encoded = PublishedGate.Encode(gate, x, training: false);
        Tensor hidden = PublishedGate.Hidden(gate, encoded.view(2, 4, -1));
        golden.Near("encoded", encoded, "forward");
        golden.Near("hidden_per_step", hidden, "forward");
        golden.Near("logits", PublishedGate.Forward(gate, x, videos: 2, training: false), "forward");

        // Frame by frame with the state carried.
        Tensor state = zeros(2, 64);
        List<Tensor> steps = [];
        for (int t = 0; t < 4; t++)
        {
            state = PublishedGate.Step(gate.Under("gru"), encoded.view(2, 4, -1).select(1, t), state);
            steps.Add(nn.functional.linear(state, gate["fc.weight"], gate["fc.bias"]));
        }

        golden.Near("logits_streamed", stack(steps, 1).flatten(0, 1), "forward");

        Dictionary<string, Tensor> gradients = golden.Set("train_gradients");
        foreach (string name in gradients.Keys)
            tensors[name].requires_grad_();
        Tensor logits = PublishedGate.Forward(gate, x, videos: 2, training: true);
        golden.Near("train_logits", logits, "train");
        (logits * golden.Npy("train_loss_weight")).sum().backward();
        golden.Near("train_grad_input", x.grad!, "train");
        (double absolute, double relative) = golden.Tolerance("train");
        foreach ((string name, Tensor expected) in gradients)
            Golden.Near(expected, tensors[name].grad!, absolute, relative);
        golden.AssertAllRead();
    }

    [Fact, GoldenCase("gumbel")]
    public void The_straight_through_draw_equals_the_published_one_at_every_temperature()
    {
        GoldenCase golden = new("gumbel");
        foreach (string tau in (string[])["5.0", "1.0", "0.5"])
        {
            double temperature = double.Parse(tau, System.Globalization.CultureInfo.InvariantCulture);
            Tensor logits = golden.Npy("logits").requires_grad_();
            GumbelChoice draw = GumbelChoice.Draw(logits, golden.Npy("gumbel_noise"), temperature);
            golden.Near($"tau{tau}_soft", draw.Soft, "forward");
            golden.Near($"tau{tau}_hard", draw.Hard, "forward");
            Assert.True(golden.Npy($"tau{tau}_index").view(-1).eq(draw.Hard.argmax(1)).all().ToBoolean());
            Tensor weight = golden.Npy("loss_weight");
            golden.Near($"tau{tau}_grad_logits_hard", autograd.grad([(draw.Hard * weight).sum()], [logits], retain_graph: true)[0], "gradients");
            golden.Near($"tau{tau}_grad_logits_soft", autograd.grad([(draw.Soft * weight).sum()], [logits])[0], "gradients");
        }

        golden.AssertAllRead();
    }
}
