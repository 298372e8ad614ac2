using SdCom.Edge.Training.Published;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class LossTests : GoldenTest
{
    [Fact, GoldenCase("losses")]
    public void Every_loss_equals_the_published_one_with_its_gradients()
    {
        GoldenCase golden = new("losses");
        Tensor logits = golden.Npy("logits").requires_grad_();
        Tensor other = golden.Npy("logits_b").requires_grad_();
        Tensor labels = golden.Npy("labels");

        Tensor smoothed = PublishedLosses.LabelSmoothing(logits, labels, golden.Setting("smoothing"));
        golden.Near("label_smoothing_per_sample", smoothed, "forward");
        Check("label_smoothing_mean", smoothed.mean(), ("label_smoothing_grad", logits));
        Check("soft_target_mean", PublishedLosses.SoftTarget(logits, golden.Npy("soft_target")), ("soft_target_grad", logits));
        Check("cross_entropy_mean", F.cross_entropy(logits, labels), ("cross_entropy_grad", logits));
        Check("cosine", PublishedLosses.Similarity(logits, other), ("cosine_grad_a", logits), ("cosine_grad_b", other));

        Tensor scores = golden.Npy("width_scores").requires_grad_();
        Tensor cost = PublishedLosses.Cost(scores, Widths);
        golden.Near("efficiency_per_frame", cost.view(-1, 1), "forward");
        Check("efficiency_mean", cost.mean(), ("efficiency_grad_scores", scores));
        golden.AssertAllRead();

        void Check(string value, Tensor loss, params (string Gradient, Tensor Of)[] inputs)
        {
            golden.Near(value, loss, "forward");
            IList<Tensor> gradients = autograd.grad([loss], [.. inputs.Select(i => i.Of)]);
            foreach (((string gradient, _), Tensor actual) in inputs.Zip(gradients))
                golden.Near(gradient, actual, "gradients");
        }
    }

    [Fact]
    public void A_row_of_zeros_has_similarity_1_and_finite_gradients()
    {
        Tensor a = tensor(new[,] { { 0f, 0f }, { 3f, 4f } }).requires_grad_();
        Tensor b = tensor(new[,] { { 1f, 2f }, { 4f, 3f } }).requires_grad_();
        Tensor loss = PublishedLosses.Similarity(a, b);
        loss.backward();
        Assert.Equal(1 + ((0 + 0.96) / 2), loss.ToDouble(), 1e-6);
        Assert.True(a.grad!.isfinite().all().ToBoolean() && b.grad!.isfinite().all().ToBoolean());
    }
}
