using SdCom.Edge.Training.Published;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class PoolingClassifierTests : GoldenTest
{
    [Fact, GoldenCase("pooling_classifier")]
    public void The_running_maximum_and_its_classifiers_equal_the_published_ones_for_every_prefix()
    {
        GoldenCase golden = new("pooling_classifier");
        Dictionary<string, Tensor> tensors = golden.Set("weights");
        Weights head = new(tensors);
        Tensor x = golden.Npy("input").requires_grad_();
        Tensor logits = PoolingClassifier.Forward(head, x, training: false);
        golden.Near("mlp_out", PoolingClassifier.Mix(head, x.flatten(0, 1), training: false), "forward");
        golden.Near("logits", logits, "forward");
        golden.Near("last", PoolingClassifier.Last(logits, videos: 3), "forward");

        Dictionary<string, Tensor> gradients = golden.Set("train_gradients");
        foreach (string name in gradients.Keys)
            tensors[name].requires_grad_();
        Tensor trained = PoolingClassifier.Forward(head, x, training: true);
        golden.Near("train_logits", trained, "train");
        (trained * golden.Npy("train_loss_weight")).sum().backward();
        golden.Near("train_grad_input", x.grad!, "train");
        (double absolute, double relative) = golden.Tolerance("train");
        foreach ((string name, Tensor expected) in gradients)
            Golden.Near(expected, tensors[name].grad!, absolute, relative);
        golden.AssertAllRead();
    }
}
