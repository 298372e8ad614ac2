using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Data.Annotations;

namespace SdCom.Edge.Training.Recipes;

/// <summary>Reads recipes strictly: unknown keys and values that make no sense are refused in one line.</summary>
public static class RecipeFile
{
    /// <summary>Reads and checks a recipe.</summary>
    /// <exception cref="InputException">The file is missing or not a sensible recipe.</exception>
    public static Recipe Load(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: the recipe is not there; training/recipes holds some to start from.");
        return Read(path, File.ReadAllBytes(path));
    }

    /// <summary>Checks a recipe's JSON as if <paramref name="path"/> held it.</summary>
    /// <exception cref="InputException">It is not a sensible recipe.</exception>
    internal static Recipe Read(string path, byte[] json)
    {
        Recipe recipe = RecipeJson.Read<Recipe>(path, json);
        Check(path, recipe);
        return recipe with { Folder = Path.GetDirectoryName(Path.GetFullPath(path))! };
    }

    private static void Check(string path, Recipe recipe)
    {
        DataRecipe data = recipe.Data;
        SupernetRecipe supernet = recipe.Supernet;
        PolicyRecipe policy = recipe.Policy;
        try
        {
            NetworkSpec.Create(recipe.Network, classes: 2);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{path}: network: {e.Message}", e);
        }

        Require(recipe.Name.Length > 0 && recipe.Name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0, "name", "must be usable as a folder's name", recipe.Name);
        Require(recipe.Precision is "float32" or "bfloat16", "precision", "must be float32 or bfloat16", recipe.Precision);
        Require(AnnotationFormats.Names.Contains(data.Format), "data.format", $"must be one of {string.Join(", ", AnnotationFormats.Names)}", data.Format);
        Require(data.FramesPerSecond is null or (> 0 and <= 1000), "data.framesPerSecond", "must be above 0, at most 1000", data.FramesPerSecond);
        Require(data.MaxBadClips >= 0, "data.maxBadClips", "must not be negative", data.MaxBadClips);
        Positive("data.intervalMs", data.IntervalMs);
        Within("data.intervalJitter", data.IntervalJitter, 0, 0.5);
        Require(data.CacheSize >= 32 && data.CacheSize <= 1024, "data.cacheSize", "must be 32 to 1024 pixels", data.CacheSize);
        Require(data.CropMin >= 16 && data.CropMin <= data.CacheSize, "data.cropMin", $"must be 16 to cacheSize {data.CacheSize}", data.CropMin);
        Require(FrameSampling.Names.Contains(data.Sampling), "data.sampling", $"must be one of {string.Join(", ", FrameSampling.Names)}", data.Sampling);
        Require(data.Crop is "random" or DataRecipe.MultiScale, "data.crop", "must be random or multiScale", data.Crop);
        Within("data.flip", data.Flip, 0, 1);
        Within("data.rotation", data.Rotation, 0, 45);
        Within("data.brightness", data.Brightness, 0, 1);
        Within("data.contrast", data.Contrast, 0, 0.9);
        Within("data.colourCast", data.ColourCast, 0, 0.9);
        Require(data.MaxClipsPerClass is null or > 0, "data.maxClipsPerClass", "must be positive", data.MaxClipsPerClass);
        Require(data.SyntheticClipsPerClass >= 0, "data.syntheticClipsPerClass", "must not be negative", data.SyntheticClipsPerClass);
        if (recipe.Pose is { } pose)
        {
            Require(recipe.Network.Sees is null, "pose", "needs network.sees to be pictures: a pose is seen in a picture, not in what changes", "a pose stage");
            Require(pose.StaticSteps >= 0, "pose.staticSteps", "must not be negative", pose.StaticSteps);
            Require(pose.DynamicSteps >= 0, "pose.dynamicSteps", "must not be negative", pose.DynamicSteps);
            Require(pose.Batch >= 2 * recipe.Network.Segments, "pose.batch", $"must be at least twice the segments, {2 * recipe.Network.Segments}", pose.Batch);
            Positive("pose.learningRate", pose.LearningRate);
            Within("pose.weightDecay", pose.WeightDecay, 0, 1);
            Within("pose.gestureShare", pose.GestureShare, 0, 1);
            Require(data.CacheSize >= 64, "data.cacheSize", "must be at least 64 pixels for a pose stage", data.CacheSize);
            CheckSchedule("pose", pose.Schedule, 1, pose.WarmupSteps);
        }

        if (recipe.Glance is { } glancing)
        {
            Positive("glance.epochs", glancing.Epochs);
            Require(glancing.Batch >= 2, "glance.batch", "must be at least 2", glancing.Batch);
            Positive("glance.learningRate", glancing.LearningRate);
            Positive("glance.fusionRate", glancing.FusionRate);
            Within("glance.weightDecay", glancing.WeightDecay, 0, 1);
            Require(glancing.EvaluateEvery >= 0, "glance.evaluateEvery", "must not be negative", glancing.EvaluateEvery);
            CheckSchedule("glance", glancing.Schedule, 1, glancing.WarmupSteps);
        }

        if (recipe.Fusion is { } fusing)
        {
            Positive("fusion.epochs", fusing.Epochs);
            Require(fusing.Batch >= 2, "fusion.batch", "must be at least 2", fusing.Batch);
            Positive("fusion.learningRate", fusing.LearningRate);
            Within("fusion.weightDecay", fusing.WeightDecay, 0, 1);
            CheckSchedule("fusion", fusing.Schedule, 1, fusing.WarmupSteps);
        }

        Require(supernet.Epochs >= 0, "supernet.epochs", "must not be negative", supernet.Epochs);
        Require(supernet.Epochs > 0 || recipe.Fusion is not null || recipe.Glance is not null, "supernet.epochs", "may be 0 only with a glance or fusion stage: somebody has to teach the fusion", supernet.Epochs);
        Require(
            recipe.Network.Pooling is null || (supernet.Epochs == 0 && recipe.Fusion is not null && recipe.Glance is null && recipe.Joint is null),
            "network.pooling",
            "may be runningMaximum only where the fusion and policy stages alone teach it: supernet.epochs 0, a fusion stage, no glance and no joint stage",
            recipe.Network.Pooling);
        Require(supernet.SmallEpochs >= 0 && supernet.SmallEpochs <= supernet.Epochs, "supernet.smallEpochs", $"must be 0 to epochs {supernet.Epochs}", supernet.SmallEpochs);
        int glance = recipe.Network.Glance;
        Require(
            supernet.SmallEpochs == 0
                ? supernet.SmallSize == 0
                : supernet.SmallSize >= 32 * glance && supernet.SmallSize % glance == 0 && supernet.SmallSize <= recipe.Network.InputSize,
            "supernet.smallSize",
            $"must be a multiple of glance {glance} from {32 * glance} to inputSize {recipe.Network.InputSize} when smallEpochs is above 0, else left out",
            supernet.SmallSize);
        Require(supernet.Batch >= 2, "supernet.batch", "must be at least 2", supernet.Batch);
        Require(supernet.Optimizer is "adamw" or "sgd", "supernet.optimizer", "must be adamw or sgd", supernet.Optimizer);
        Positive("supernet.learningRate", supernet.LearningRate);
        Positive("supernet.fusionRate", supernet.FusionRate);
        Within("supernet.weightDecay", supernet.WeightDecay, 0, 1);
        Within("supernet.labelSmoothing", supernet.LabelSmoothing, 0, 0.9);
        Within("supernet.distillation", supernet.Distillation, 0, 1);
        Require(supernet.EmaDecay is >= 0 and < 1, "supernet.emaDecay", "must be 0 to below 1", supernet.EmaDecay);
        Require(
            supernet.EmaDecay > 0 == (supernet.EmaWeights || supernet.EmaTeacher),
            "supernet.emaDecay",
            "must be above 0 exactly when emaWeights or emaTeacher is true",
            supernet.EmaDecay);
        Within("supernet.featureDropout", supernet.FeatureDropout, 0, 0.9);
        Within("supernet.pooledDropout", supernet.PooledDropout, 0, 0.9);
        Require(supernet.ClipNorm >= 0, "supernet.clipNorm", "must not be negative", supernet.ClipNorm);
        Require(supernet.CalibrationBatches >= 0, "supernet.calibrationBatches", "must not be negative", supernet.CalibrationBatches);
        Require(supernet.EvaluateEvery >= 0, "supernet.evaluateEvery", "must not be negative", supernet.EvaluateEvery);
        Positive("supernet.checkpointSeconds", supernet.CheckpointSeconds);
        Positive("policy.epochs", policy.Epochs);
        Positive("policy.batch", policy.Batch);
        Positive("policy.learningRate", policy.LearningRate);
        Within("policy.weightDecay", policy.WeightDecay, 0, 1);
        Within("policy.fusionRate", policy.FusionRate, 0, 10);
        Require(policy.FeatureDraws is >= 1 and <= 64, "policy.featureDraws", "must be 1 to 64", policy.FeatureDraws);
        Positive("policy.maxPrice", policy.MaxPrice);
        Require(policy.FixedPrice is null or >= 0, "policy.fixedPrice", "must not be negative", policy.FixedPrice ?? 0);
        Positive("policy.costWeight", policy.CostWeight);
        Positive("policy.firstTemperature", policy.FirstTemperature);
        Positive("policy.lastTemperature", policy.LastTemperature);
        Within("policy.labelSmoothing", policy.LabelSmoothing, 0, 0.9);

        PublishedRecipe published = recipe.Published;
        Require(PublishedRecipe.MetaNames.Contains(published.Meta), "published.meta", $"must be one of {string.Join(", ", PublishedRecipe.MetaNames)}", published.Meta);
        Positive("published.learningRate", published.LearningRate);
        Require(published.EmaDecay is >= 0 and < 1, "published.emaDecay", "must be 0 to below 1", published.EmaDecay);
        Within("published.dropout", published.Dropout, 0, 0.9);
        Positive("published.metaClips", published.MetaClips);

        CheckSchedule("supernet", supernet.Schedule, supernet.GradientAccumulation, supernet.WarmupSteps);
        CheckSchedule("policy", policy.Schedule, policy.GradientAccumulation, policy.WarmupSteps);

        Require(policy.Cost is null or "macs" or "widthSquared", "policy.cost", "must be macs or widthSquared", policy.Cost);
        Within("policy.similarity", policy.Similarity, 0, 10);
        if (recipe.Joint is { } joint)
        {
            Positive("joint.epochs", joint.Epochs);
            Positive("joint.batch", joint.Batch);
            Positive("joint.learningRate", joint.LearningRate);
            Within("joint.weightDecay", joint.WeightDecay, 0, 1);
            Require(joint.Frames is null || joint.Frames >= recipe.Network.Segments, "joint.frames", $"must be at least the segments {recipe.Network.Segments}", joint.Frames);
            Require(joint.ClipNorm >= 0, "joint.clipNorm", "must not be negative", joint.ClipNorm);
            CheckRates("joint", joint.Rates);
            CheckSchedule("joint", joint.Schedule, joint.GradientAccumulation, joint.WarmupSteps);
        }

        CheckRates("supernet", supernet.Rates);
        CheckRates("policy", policy.Rates);

        void CheckRates(string stage, IReadOnlyDictionary<string, double> rates)
        {
            foreach ((string prefix, double rate) in rates)
                Require(rate > 0, $"{stage}.rates.{prefix}", "must be positive (freeze holds still)", rate);
        }

        void CheckSchedule(string stage, ScheduleRecipe schedule, int accumulation, int warmup)
        {
            IReadOnlyList<int> at = schedule.Milestones;
            Require(accumulation >= 1, $"{stage}.gradientAccumulation", "must be at least 1", accumulation);
            Require(warmup >= 0, $"{stage}.warmupSteps", "must not be negative", warmup);
            Require(schedule.Kind is "cosine" or "multistep" or "plateau", $"{stage}.schedule.kind", "must be cosine, multistep or plateau", schedule.Kind);
            Require(at.Count > 0 == (schedule.Kind == "multistep"), $"{stage}.schedule.milestones", "must be given exactly for multistep", $"{at.Count} of them");
            Require(at.Zip(at.Skip(1)).All(p => p.First < p.Second) && at.All(e => e > 0), $"{stage}.schedule.milestones", "must be positive and ascending", string.Join(", ", at));
            Require(schedule.Factor is > 0 and < 1, $"{stage}.schedule.factor", "must be between 0 and 1", schedule.Factor);
            Require(schedule.Patience >= 1, $"{stage}.schedule.patience", "must be at least 1", schedule.Patience);
        }

        void Positive(string key, double value) => Require(value > 0, key, "must be positive", value);

        void Within(string key, double value, double low, double high) =>
            Require(value >= low && value <= high, key, FormattableString.Invariant($"must be {low} to {high}"), value);

        void Require(bool good, string key, string rule, object? value)
        {
            if (!good)
                throw new InputException(FormattableString.Invariant($"{path}: {key} {rule}, got {value}."));
        }
    }
}
