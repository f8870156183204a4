# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 분석기 다섯은 같은 문장을 얼마나 다르게 읽는가
#
# KoNLPy의 분석기 다섯(Mecab, Komoran, Okt, Hannanum, Kkma)을 같은 문장에 돌려 **어디에서 갈리고, 사전이 그 차이를
# 얼마나 줄이는지** 봅니다. 이어서 사전, 문장 나누기, 용어까지 한국어 처리 과정을 차례로 따라갑니다.
#
# 문장 열 개는 이 노트북을 위해 지은 것입니다. 어떻게 다른지를 보여 줄 뿐, 어느 분석기가 더 정확한지는 말해 주지
# 않습니다. 사람이 단 정답과 견준 수치는 `docs/korean.md`에 있습니다.

# %%
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from crmkb.errors import MissingDependencyError
from crmkb.korean import load
from crmkb.korean.lexicon.effects import effects
from crmkb.korean.lexicon.lexicon import Lexicon, read_lexicon
from crmkb.korean.lexicon.parts import parts
from crmkb.korean.tagging.taggers import TAGGERS, make_tagger

SENTENCES = [
    "현업을 참여시키지 못해서 콜센타 직원들의 불만이 컸다.",
    "추진위원회는 CRM팀과 워크샵을 세 번 열었다.",
    "교육을 두번밖에 안 했음ㅠㅠ 매뉴얼도 없고",
    "부서 이기주의 때문에 정보 공유가 안 됐다.",
    "변화관리 예산을 줄였다가 나중에 후회했어요",
    "화면이 불친절해서 영업사원이 입력을 안 합니다.",
    "임원진의 의지가 부족했고,   반발도 심했다.",
    "고객정보입력여부를 아무도 확인하지않았다",
    "RCL group을 누가 뽑았는지 모르겠습니다.",
    "현장소통방에 올린 질문에 답이 없었어요.",
]

# %% [markdown]
# ## 1. 토큰 하나에 담긴 것
#
# 기본 분석기는 Java가 필요 없는 Mecab입니다. 토큰마다 세종 품사(`tag_`), UD 품사(`pos_`), 형태소(`lemma_`), 그리고
# 셀 때 쓰는 낱말(`norm_`)이 붙습니다. ‘못해서’처럼 줄어든 말은 토큰 하나에 형태소 둘이고, ‘콜센타’는 글에는 그대로
# 남지만 ‘콜센터’로 셉니다.


# %%
def show(table):
    """글자를 왼쪽에 맞추고, 낱말 가운데에서 줄을 바꾸지 않는다."""
    left = "text-align: left; word-break: keep-all"
    return table.style.set_table_styles([{"selector": "th, td", "props": left}]).set_uuid("table")


nlp = load()
rows = [(t.text, t.tag_, t.pos_, t.lemma_, t.norm_) for t in nlp(SENTENCES[0])]
show(pd.DataFrame(rows, columns=["text", "tag_", "pos_", "lemma_", "norm_"]))

# %% [markdown]
# 원문은 한 글자도 바뀌지 않습니다. 빈칸이 여럿이어도, 이모지가 있어도, 자모로 풀린 글(NFD)이어도 그렇습니다.

# %%
nfd = unicodedata.normalize("NFD", "교육이 없었다")
odd = [*SENTENCES, nfd, "참여가  없다\t\N{THUMBS UP SIGN}\n끝"]
kept = [nlp(text).text == text for text in odd]
print(f"원문이 그대로인 글: {sum(kept)}/{len(odd)}")

# %% [markdown]
# ## 2. 같은 문장, 다섯 분석기
#
# 먼저 사전 없이 봅니다. Java 분석기는 KoNLPy의 사전만 쓰고, Mecab에는 일반 명사 목록과 교정 규칙이 들어 있습니다.
# Java가 없으면 Mecab만으로 이어 갑니다.

# %%
bare, missing = {}, ""
for name in TAGGERS:
    try:
        tokenizer = load(name, lexicon=Lexicon()).tokenizer
        bare[name] = list(tokenizer.pipe(SENTENCES))
    except MissingDependencyError as error:
        missing = error.message()
print(f"Mecab만 씁니다. {missing}" if missing else f"분석기 {len(bare)}개: {', '.join(bare)}")


# %%
def by_eojeol(doc):
    """어절마다 토큰을 모아 적는다."""
    eojeols = [[]]
    for token in doc:
        if token.tag_ != "_SP":
            eojeols[-1].append(f"{token.text}/{token.tag_}")
        if token.whitespace_ and eojeols[-1]:
            eojeols.append([])
    return [" ".join(tokens) for tokens in eojeols if tokens]


eojeols = pd.Index(SENTENCES[1].split(), name="어절")
show(pd.DataFrame({name: by_eojeol(docs[1]) for name, docs in bare.items()}, index=eojeols))

# %% [markdown]
# 품사는 모두 세종 품사로 바꾸어 적었습니다. 그래도 Okt는 조사를 한 가지(`JX`)로만 보고 어미를 떼지 않으므로, 품사까지
# 같기를 바랄 수는 없습니다. 주제를 찾을 때는 주로 명사를 세므로, 두 글자 이상인 명사만 견주어 봅니다. 아래는 분석기마다
# 명사가 다르게 나온 문장입니다.


# %%
def nouns(doc):
    """두 글자 이상인 명사를 모은다."""
    return [t.norm_ for t in doc if t.tag_.startswith(("NNG", "NNP")) and len(t.norm_) > 1]


found = pd.DataFrame(
    {name: [" ".join(nouns(doc)) for doc in docs] for name, docs in bare.items()},
    index=pd.Index(SENTENCES, name="문장"),
)
show(found[found.nunique(axis=1) > 1] if len(bare) > 1 else found)

# %% [markdown]
# ## 3. 얼마나 같은가, 사전을 쓰면 얼마나 같아지는가
#
# 두 분석기가 찾은 명사를 합쳤을 때 둘 다 찾은 명사가 차지하는 비율입니다(자카드 지수, 1이면 똑같음). 왼쪽은 사전 없이,
# 오른쪽은 기본 사전(합성어, 유의어)을 썼을 때입니다. 사전은 어느 분석기에나 똑같이 적용됩니다.

# %%
with_lexicon = {name: list(load(name).tokenizer.pipe(SENTENCES)) for name in bare}


def agreement(docs_of):
    """분석기 쌍마다 공통 명사의 비율을 구한다."""
    sets = {}
    for name, docs in docs_of.items():
        sets[name] = {(k, noun) for k, doc in enumerate(docs) for noun in nouns(doc)}
    shares = {a: {b: len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for b in sets} for a in sets}
    return pd.DataFrame(shares).round(2)


before, after = agreement(bare), agreement(with_lexicon)


# %%
def heat_map(axes, shares, title):
    """칸마다 비율을 적은 열 지도를 그린다."""
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_title(title)
    axes.set_xticks(range(len(shares)), shares.columns, rotation=30, ha="right")
    axes.set_yticks(range(len(shares)), shares.index)
    for (row, column), value in np.ndenumerate(shares):
        color = "white" if value > 0.6 else "black"
        axes.text(column, row, f"{value:.2f}", ha="center", va="center", color=color)
    return image


if len(bare) > 1:
    figure, panels = plt.subplots(1, 2, figsize=(9.5, 4.4), sharey=True, layout="constrained")
    heat_map(panels[0], before, "without lexicon")
    image = heat_map(panels[1], after, "with lexicon")
    figure.colorbar(image, ax=panels, label="nouns found by both", shrink=0.85)
    plt.show()
else:
    print("견줄 분석기가 없어 그림을 그리지 않습니다.")


# %%
def mean_of_pairs(shares):
    """서로 다른 두 분석기의 평균을 구한다."""
    pairs = [shares.iat[i, j] for i in range(len(shares)) for j in range(i)]
    return sum(pairs) / len(pairs)


if len(bare) > 1:
    means = f"사전 없이 {mean_of_pairs(before):.2f}, 사전을 쓰면 {mean_of_pairs(after):.2f}"
    print(f"서로 다른 두 분석기의 평균: {means}")

# %% [markdown]
# ## 4. 내 사전 넣기
#
# ‘현장소통방’은 어떤 회사의 게시판 이름이라 어느 사전에도 없고, Mecab은 ‘현’, ‘장소’, ‘통방’으로 가릅니다. 폴더에
# `compounds.tsv` 파일을 두고 한 줄만 적으면 됩니다. Mecab에서는 사전의 낱말이 분석 후보로 들어가고, 다른 분석기에서는
# 분석한 뒤에 이어 붙입니다.

# %%
with TemporaryDirectory() as folder:
    Path(folder, "compounds.tsv").write_text("현장소통방\tNNG\t사내 게시판\n", encoding="utf-8")
    mine = read_lexicon(Path(folder))

own = load(lexicon=mine)
readings = {"기본 사전": nlp(SENTENCES[9]), "내 사전까지": own(SENTENCES[9])}
eojeols = pd.Index(SENTENCES[9].split(), name="어절")
show(pd.DataFrame({name: by_eojeol(doc) for name, doc in readings.items()}, index=eojeols))

# %% [markdown]
# 항목마다 무엇을 했는지도 볼 수 있습니다. `found`는 나온 횟수, `joined`는 그 가운데 Mecab이
# 갈라 놓아 이어 붙인 횟수, `cut`은 Mecab이 가른 모양입니다. 명령으로는 `crmkb lexicon effects`입니다.

# %%
texts = parts(((str(k), text) for k, text in enumerate(SENTENCES)), make_tagger("mecab"))
rows = [
    (effect.kind, effect.form, effect.canonical, effect.found, effect.joined, effect.cut)
    for effect in effects(texts, mine)
    if effect.found and effect.kind != "stop_word"
]
show(pd.DataFrame(rows, columns=["list", "form", "canonical", "found", "joined", "cut"]))

# %% [markdown]
# ## 5. 문장 나누기
#
# 설문 의견에는 마침표가 드뭅니다. 품사를 보고 나누므로 ‘-음’으로 끝나는 말이나 ‘ㅋㅋ’ 뒤에서도 문장이 끝나고, 숫자의
# 점이나 따옴표 안의 마침표에서는 끝나지 않습니다.

# %%
comment = "교육이 너무 늦었음 매뉴얼은 3.5버전이 마지막임 다들 “쓰기 싫다.”라고 해요ㅋㅋ 누가 책임지나요? 답이 없다"
for sentence in nlp(comment).sents:
    print("-", sentence.text)

# %% [markdown]
# ## 6. 용어: 명사구와 실패 서술
#
# ‘부서 이기주의’ 같은 명사구(`NP`)와, ‘참여시키지 못하다’처럼 하지 못했거나 없거나 거부한 일(`FAILURE`)을 찾습니다.
# `counted as`는 여러 표기를 하나로 세는 형태입니다.

# %%
spans = [span for doc in map(nlp, SENTENCES) for span in doc.spans["terms"]]
rows = [(span.label_, span.text, span.id_) for span in spans]
terms = pd.DataFrame(rows, columns=["label", "as written", "counted as"])
terms = terms.sort_values("label", kind="stable", ignore_index=True)
show(terms)

# %% [markdown]
# ## 답
#
# 사전 없이는 두 분석기가 찾은 명사 가운데 3분의 2쯤만 같습니다. 갈리는 곳은 주로 합성어(추진위원회, 영업사원),
# 외래어 표기(콜센타, 워크샵), 붙여 쓴 말(고객정보입력여부)입니다. 같은 사전을 쓰면 차이가 눈에 띄게 줄지만 없어지지는
# 않습니다. 그래서 분석기는 한 자료에서 하나만 쓰고, 어느 것을 썼는지 결과에 적어 두어야 합니다.

# %%
assert all(kept)
assert list(bare) == (["mecab"] if missing else list(TAGGERS))
if not missing:
    assert 0.6 < mean_of_pairs(before) < 0.7
    assert mean_of_pairs(after) > mean_of_pairs(before) + 0.1
assert "현장소통방" in [token.text for token in own(SENTENCES[9])]
assert len(list(nlp(comment).sents)) == 5
assert {"참여시키지 못하다", "부서이기주의"} <= set(terms["counted as"])
print(f"분석기 {len(bare)}개, 문장 {len(SENTENCES)}개, 용어 {len(terms)}개")
