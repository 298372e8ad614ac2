using SdCom.Edge.Core.Packages;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Quantisation;

public class ChannelPaddingTests(Models models)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)] // blocks' channels go to the next picture's state, so they stay; those within a block are widened
    public void Wider_graphs_answer_what_the_graphs_do(bool shifting)
    {
        ModelPackage model = shifting ? models.Shifting : models.Small;
        ModelPackage wide = ModelPackage.Write(models.NewPath(), model.Manifest, folder =>
        {
            foreach (string file in ModelFiles.Graphs(model.Network.Widths))
                OnnxFile.Write(Path.Combine(folder, file), ChannelPadding.Apply(OnnxFile.Read(model.PathOf(file))));
            File.Copy(model.PathOf(ModelFiles.Card), Path.Combine(folder, ModelFiles.Card));
        });
        string narrowest = ModelFiles.Dynamic(model.Network.Widths[1]);
        Assert.True(new FileInfo(wide.PathOf(narrowest)).Length > new FileInfo(model.PathOf(narrowest)).Length);
        using Nets exact = new(model, models.Engine), found = new(wide, models.Engine);
        StreamState one = new(model.Network), other = new(model.Network);
        for (int width = 1; width < model.Network.Widths.Count; width++)
        {
            ParityPicture.Fill(9, width, exact.Image);
            exact.Image.CopyTo(found.Image);
            exact.Static.Run(one);
            found.Static.Run(other);
            Nearness.Assert(exact.Static.Primary.Span, found.Static.Primary.Span, 1e-5f, "the static net's feature"); // the same numbers, perhaps summed in another order
            exact.Dynamic.Run(width, one);
            found.Dynamic.Run(width, other);
            Nearness.Assert(exact.Dynamic.Supplementary.Span, found.Dynamic.Supplementary.Span, 1e-5f, $"the feature of width {width}");
        }
    }
}
