using CsCheck;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public class MerkleTreeTests
{
    // The leaves, roots and proofs that the Certificate Transparency implementations share.
    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(Convert.FromHexString),
    ];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private static readonly FullTree Known = new([.. Leaves.Select(leaf => MerkleTree.LeafHash(leaf))]);

    public static TheoryData<int, int, string[]> KnownInclusions => new()
    {
        { 0, 1, [] },
        {
            0, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        },
        {
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        },
        { 2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"] },
        {
            1, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        },
    };

    public static TheoryData<int, int, string[]> KnownConsistencies => new()
    {
        { 1, 1, [] },
        {
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        },
        {
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        },
        {
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        },
        {
            6, 7,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        },
    };

    [Fact]
    public async Task Roots_are_those_of_the_published_example()
    {
        for (var size = 0; size <= Leaves.Length; size++)
            Assert.Equal(Roots[size], Hex(await MerkleTree.RootAsync(size, Known, default)));
    }

    [Theory]
    [MemberData(nameof(KnownInclusions))]
    public async Task Inclusion_proofs_are_those_of_the_published_example(int index, int size, string[] expected)
    {
        var proof = await MerkleTree.InclusionAsync(index, size, Known, default);

        Assert.Equal(expected, proof.Select(Hex));
        Assert.True(ProofJudge.VerifyInclusion(MerkleTree.LeafHash(Leaves[index]), index, size, proof, Convert.FromHexString(Roots[size])));
    }

    [Theory]
    [MemberData(nameof(KnownConsistencies))]
    public async Task Consistency_proofs_are_those_of_the_published_example(int from, int to, string[] expected)
    {
        var proof = await MerkleTree.ConsistencyAsync(from, to, Known, default);

        Assert.Equal(expected, proof.Select(Hex));
        Assert.True(ProofJudge.VerifyConsistency(from, Convert.FromHexString(Roots[from]), to, Convert.FromHexString(Roots[to]), proof));
    }

    [Fact]
    public async Task Every_proof_of_every_small_tree_verifies()
    {
        var log = MemoryLog.Of(300);
        var tree = new FullTree(log.LeafHashes);
        var roots = new byte[301][];
        for (var size = 0; size <= 300; size++)
        {
            roots[size] = await MerkleTree.RootAsync(size, tree, default);
            Assert.Equal(log.RootByDefinition(0, size), roots[size]);
            for (var at = 0; at < size; at++)
            {
                var inclusion = await MerkleTree.InclusionAsync(at, size, tree, default);
                Assert.True(ProofJudge.VerifyInclusion(log.LeafHashes[at], at, size, inclusion, roots[size]), $"{at} in {size}");
            }

            for (var from = 0; from <= size; from++)
            {
                var consistency = await MerkleTree.ConsistencyAsync(from, size, tree, default);
                Assert.True(ProofJudge.VerifyConsistency(from, roots[from], size, roots[size], consistency), $"{from} to {size}");
            }
        }
    }

    [Fact]
    public async Task No_inclusion_proof_survives_a_changed_bit_index_or_size()
    {
        var log = MemoryLog.Of(600);
        var tree = new FullTree(log.LeafHashes);
        await Gen.Select(Gen.Int[1, 600], Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 255]).SampleAsync(async (size, any, part, bit) =>
        {
            var index = any % size;
            var proof = await MerkleTree.InclusionAsync(index, size, tree, default);
            var root = await MerkleTree.RootAsync(size, tree, default);
            var leaf = log.LeafHashes[index];
            byte[][] changed = Flip([leaf, root, .. proof], part, bit);

            Assert.False(ProofJudge.VerifyInclusion(changed[0], index, size, changed[2..], changed[1]));
            Assert.False(ProofJudge.VerifyInclusion(leaf, index, size * 2, proof, root));
            Assert.False(ProofJudge.VerifyInclusion(leaf, index, size / 2, proof, root));
            Assert.False(ProofJudge.VerifyInclusion(leaf, index, size, [.. proof, root], root));
            Assert.False(ProofJudge.VerifyInclusion(leaf, index, size, [.. proof, []], root));
            if (proof.Count > 0) Assert.False(ProofJudge.VerifyInclusion(leaf, index, size, [.. proof.SkipLast(1)], root));
            foreach (var wrong in new[] { -1, size, (index + 1 + part % size) % size }.Where(wrong => wrong != index))
                Assert.False(ProofJudge.VerifyInclusion(leaf, wrong, size, proof, root));
        }, iter: 3000);
    }

    [Fact]
    public async Task No_consistency_proof_survives_a_changed_bit_or_size()
    {
        var log = MemoryLog.Of(600);
        var tree = new FullTree(log.LeafHashes);
        await Gen.Select(Gen.Int[2, 600], Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 255]).SampleAsync(async (size, any, part, bit) =>
        {
            var from = 1 + any % (size - 1);
            var proof = await MerkleTree.ConsistencyAsync(from, size, tree, default);
            var before = await MerkleTree.RootAsync(from, tree, default);
            var after = await MerkleTree.RootAsync(size, tree, default);
            byte[][] changed = Flip([before, after, .. proof], part, bit);

            Assert.False(ProofJudge.VerifyConsistency(from, changed[0], size, changed[1], changed[2..]));
            Assert.False(ProofJudge.VerifyConsistency(from, before, size * 2, after, proof));
            Assert.False(ProofJudge.VerifyConsistency(size, after, from, before, proof));
            Assert.False(ProofJudge.VerifyConsistency(from, after, size, before, proof));
            Assert.False(ProofJudge.VerifyConsistency(from, before, size, after, []));
            Assert.False(ProofJudge.VerifyConsistency(from, before, size, after, [.. proof, after]));
            Assert.False(ProofJudge.VerifyConsistency(from, before, size, after, [.. proof.SkipLast(1)]));
            Assert.False(ProofJudge.VerifyConsistency(size, after, size, before, []));
        }, iter: 3000);
    }

    [Fact]
    public void Nothing_is_consistent_with_an_empty_tree_of_another_root()
    {
        var root = Convert.FromHexString(Roots[3]);

        Assert.True(ProofJudge.VerifyConsistency(0, MerkleTree.EmptyRoot, 3, root, []));
        Assert.True(ProofJudge.VerifyConsistency(0, MerkleTree.EmptyRoot, 0, MerkleTree.EmptyRoot, []));
        Assert.False(ProofJudge.VerifyConsistency(0, root, 3, root, []));
        Assert.False(ProofJudge.VerifyConsistency(0, root, 0, root, []));
        Assert.False(ProofJudge.VerifyConsistency(0, MerkleTree.EmptyRoot, 3, root, [root]));
    }

    [Fact]
    public void A_frontier_knows_the_root_after_every_leaf()
    {
        var log = MemoryLog.Of(300);
        var frontier = new MerkleFrontier();
        for (var size = 0; size < 300; size++)
        {
            Assert.Equal(log.RootByDefinition(0, size), frontier.Root());
            frontier.Add(log.LeafHashes[size]);
        }
    }

    private static byte[][] Flip(byte[][] parts, int part, int bit)
    {
        byte[][] changed = [.. parts.Select(bytes => (byte[])bytes.Clone())];
        changed[part % parts.Length][bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
