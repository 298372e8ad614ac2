using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class RunFolderTests : IDisposable
{
    private readonly TinyRun tiny = new(clipsPerClass: 1);

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void A_key_at_its_default_is_the_same_recipe_as_a_key_left_out()
    {
        Recipe plain = tiny.Recipe with { Data = tiny.Recipe.Data with { ValidationSubjects = [] } };
        Recipe said = plain with { Supernet = plain.Supernet with { EmaDecay = 0, WeightDecay = 0.02 }, Data = plain.Data with { ValidationSubjects = new List<string>() } };
        Assert.Equal(Digest("a", plain), Digest("b", said));
        Assert.NotEqual(Digest("c", plain), Digest("d", plain with { Supernet = plain.Supernet with { WeightDecay = 0 } }));
        Assert.NotEqual(Digest("e", plain), Digest("f", plain with { Supernet = plain.Supernet with { Epochs = 4 } }));
    }

    private string Digest(string folder, Recipe recipe) => new RunFolder(Path.Combine(tiny.Folder, folder), recipe).SupernetDigest;
}
