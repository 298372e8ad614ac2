using SdCom.Edge.Core;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>Three steps of the published supernet stage on one batch.</summary>
public sealed class SupernetStepTests : GoldenTest
{
    [Fact, GoldenCase("supernet_step_ema")]
    public void Three_sandwich_steps_with_a_teacher_equal_the_published_ones() => ThreeSteps("supernet_step_ema", taught: true);

    [Fact, GoldenCase("supernet_step_no_ema")]
    public void Three_sandwich_steps_without_a_teacher_equal_the_published_ones() => ThreeSteps("supernet_step_no_ema", taught: false);

    private static void ThreeSteps(string name, bool taught)
    {
        GoldenCase golden = new(name);
        PublishedSpec spec = Toy.Spec(frames: 2);
        using SlimVideoNet student = new(spec);
        using SlimVideoNet? teacher = taught ? new SlimVideoNet(spec) : null;
        Dictionary<string, Tensor> before = golden.Set("params_before");
        NamedTensors tensors = student.All();
        GoldenCase.Fill(tensors, before, Widths);
        teacher?.CopyFrom(student);
        Change change = new(before);
        using SGD optimiser = SupernetStep.Optimiser(tensors.Parameters, golden.Setting("lr"));
        Tensor pictures = golden.Npy("input");
        Tensor labels = golden.Npy("labels");
        for (int step = 1; step <= 3; step++)
        {
            tensors.ForgetGradients();
            SupernetAnswer answer = SupernetStep.Backward(student, teacher, pictures, labels);
            double tolerance = step == 1 ? 2e-5 : 1e-4;
            Assert.All(golden.Npy($"step{step}_losses").data<float>().ToArray().Zip(answer.Losses), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            Golden.Near(golden.Npy($"step{step}_logits_full"), answer.FullLogits, tolerance, 1e-4);
            Assert.Equal(taught ? 4 : 0, answer.Targets.Count);
            foreach ((Width width, Tensor target) in answer.Targets)
                Golden.Near(golden.Npy($"step{step}_target_{width.FileTag}"), target, tolerance, 0);
            if (step == 1)
            {
                Dictionary<string, Tensor> now = GoldenCase.Published(tensors, Widths);
                golden.NearMaximum("gradients_step1", tensor => now[tensor].grad!, 1e-3);
                Assert.Equal(38, tensors.Parameters.Count());
            }

            optimiser.step();
            if (teacher is not null)
                Ema.Update(teacher.All(), tensors, golden.Setting("ema_decay"));
            if (step == 2)
                continue;
            change.Near(golden.Set($"params_after_step{step}"), GoldenCase.Published(tensors, Widths), step == 1 ? 3e-6 : 1e-5, step == 1 ? 1e-5 : 5e-5);
            if (teacher is not null)
                new Change(before).Near(golden.Set($"ema_after_step{step}"), GoldenCase.Published(teacher.All(), Widths), 1e-6, 1e-6);
        }

        golden.AssertAllRead();
    }
}
