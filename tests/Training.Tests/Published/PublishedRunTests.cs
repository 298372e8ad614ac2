using System.Text.Json.Nodes;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Published;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class PublishedRunTests
{
    [Fact]
    public void A_recipe_trains_the_published_way_in_every_variant_on_one_supernet_and_goes_on_bit_by_bit_where_it_was_stopped()
    {
        using TinyRun tiny = new();
        JsonObject off = Train(tiny, "off", "a", CancellationToken.None);
        JsonNode test = off["test"]!;
        Assert.Equal(3, test["clips"]!.GetValue<int>());
        Assert.InRange(test["top1"]!.GetValue<double>(), 0, 1);
        Assert.Equal(1, test["widthShare"]!.AsObject().Sum(w => w.Value!.GetValue<double>()), 1e-3);
        Assert.InRange(test["macsPerFrame"]!.GetValue<double>(), 1, test["fullMacsPerFrame"]!.GetValue<long>());

        byte[] unweighted = Weights(off);
        string supernet = Path.Combine(tiny.Folder, "a", "supernet.safetensors");
        DateTime trained = File.GetLastWriteTimeUtc(supernet);
        byte[] published = Weights(Train(tiny, "asPublished", "a", CancellationToken.None));
        byte[] included = Weights(Train(tiny, "gruIncluded", "a", CancellationToken.None));
        Assert.Equal(trained, File.GetLastWriteTimeUtc(supernet));
        Assert.NotEqual(unweighted, included);
        Assert.NotEqual(published, included);

        // Stopped after every step.
        JsonObject? resumed = null;
        for (int start = 0; resumed is null; start++)
        {
            Assert.InRange(start, 0, 20);
            try
            {
                resumed = Train(tiny, "gruIncluded", "c", new CancellationToken(canceled: true));
            }
            catch (OperationCanceledException)
            {
            }
        }

        Assert.Equal(included, Weights(resumed));
    }

    private static byte[] Weights(JsonObject summary) => File.ReadAllBytes((string)summary["weights"]!);

    private static JsonObject Train(TinyRun tiny, string meta, string folder, CancellationToken stop)
    {
        Recipe recipe = tiny.Recipe with
        {
            Supernet = tiny.Recipe.Supernet with { Epochs = 1, CheckpointSeconds = 60 },
            Published = new PublishedRecipe { Meta = meta, EmaDecay = 0.9 },
        };
        RunOptions options = new() { Folder = Path.Combine(tiny.Folder, folder), Cache = tiny.Cache };
        return new PublishedRun(recipe, options, Reporter.Silent, TimeProvider.System).Execute(new StageChoice(Supernet: true, Policy: true), stop);
    }
}
