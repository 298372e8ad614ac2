using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>Every stage on a network whose fusion holds a NaN.</summary>
public sealed class AstrayTests : IDisposable
{
    private readonly TinyRun tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void Every_stage_stops_at_a_poisoned_weight_and_names_the_clips()
    {
        torch.set_num_threads(1);
        Recipe recipe = tiny.Recipe with { Joint = new JointRecipe { Epochs = 1, Batch = 2, LearningRate = 1e-4 } };
        using TrainingData data = TrainingData.Open(recipe, tiny.Cache, Reporter.Silent);
        using SdComNetwork network = new(NetworkSpec.Create(recipe.Network, 3), recipe.Seed);
        RunFolder run = new(Path.Combine(tiny.Folder, "run"), recipe);
        using (torch.no_grad())
            network.FusionTensors().Parameters.First().fill_(float.NaN);
        network.Save(run.SupernetWeights);
        network.Save(run.PolicyWeights);

        Expect("supernet", new SupernetStage(recipe, network, data, run, Reporter.Silent, TimeProvider.System).Run);
        Expect("policy", cancellation => new PolicyStage(recipe, network, data, run, null, Reporter.Silent, TimeProvider.System).Run(cancellation));
        Expect("joint", new JointStage(recipe, network, data, run, Reporter.Silent, TimeProvider.System).Run);

        static void Expect(string stage, Action<CancellationToken> train)
        {
            TrainingException e = Assert.Throws<TrainingException>(() => train(CancellationToken.None));
            Assert.StartsWith($"{stage} step 1: the loss is NaN on the clips ", e.Message, StringComparison.Ordinal);
            Assert.Matches(@"clips (red|green|blue)\d\.avi, (red|green|blue)\d\.avi", e.Message);
            Assert.Contains("; last good checkpoint: none was written yet. Lower " + stage + ".learningRate", e.Message, StringComparison.Ordinal);
        }
    }
}
