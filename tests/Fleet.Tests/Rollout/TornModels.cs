using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Rollout;

/// <summary>Two signed models whose gates always skip: of the first every width says the same; in the second what the dynamic net adds drowns everything else, so that gate and full width disagree.</summary>
internal sealed class TornModels
{
    private const int Features = 1280, Hover = 2;

    public TornModels(Models models, SigningKey key)
    {
        Agreeing = Skipping(weights => weights.Get("fusion.classify.bias", FixtureModel.Classes.Count)[Hover] = 100);
        Torn = Skipping(weights =>
        {
            float[] mix = weights.Get("fusion.mix.weight", FixtureModel.Small.FusionHidden, 2 * Features);
            for (int i = 0; i < mix.Length; i++)
                mix[i] *= i % (2 * Features) < Features ? 1 : 1000;
        });

        ModelPackage Skipping(Action<WeightSet> change)
        {
            ModelPackage unsigned = FixtureModel.Write(
                models.NewPath(),
                FixtureModel.Small,
                weights =>
                {
                    weights.Get("gate.scores.bias", FixtureModel.Small.Widths.Count)[0] = 100;
                    change(weights);
                },
                intervalMs: 40,
                isBroken: false);
            return SignedModel.Copy(unsigned, models.NewPath(), key);
        }
    }

    public ModelPackage Agreeing { get; }

    public ModelPackage Torn { get; }
}
