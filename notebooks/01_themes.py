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
# # 사람들은 무엇이 잘못됐다고 말하는가, 얼마나 자주 말하는가
#
# 예제 자료에는 CRM 프로젝트를 돌아본 글 15편과 워크숍·설문 의견 661건이 들어 있습니다.
# 이 글과 의견에서 **어떤 실패 원인이 나오고, 얼마나 자주 나오는지**를 찾아봅니다.
#
# 예제는 이 프로젝트를 위해 지어낸 글입니다(`docs/corpus.md`). 그래서 여기서 얻는 답은 도구를 쓰는 법을
# 보여 줄 뿐, 실제 프로젝트에서 어떤 원인이 많은지를 말해 주지 않습니다.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import crmkb

corpus = next(folder for folder in (Path("corpus"), Path("../corpus")) if folder.is_dir())
workplace = TemporaryDirectory()
kb = crmkb.KnowledgeBase.open(Path(workplace.name) / "notebook.crmkb")

# %% [markdown]
# ## 1. 분석하기
#
# 파일을 읽어 구절로 나누고, 비슷한 구절을 주제로 묶고, 주제마다 실패 원인을 찾습니다. 1분이 채 걸리지 않습니다.

# %%
run = crmkb.run([corpus], kb)
run.result.manifest.counts

# %% [markdown]
# ## 2. 주제
#
# 한 줄이 주제 하나이고, 구절이 많은 주제부터 나옵니다. `cause`가 비어 있으면 뚜렷한 실패 원인이 없는 주제입니다.
# `share`는 전체 구절 가운데 그 주제가 차지하는 비율입니다.

# %%
themes = run.themes
themes[["theme", "cause", "passages", "share", "keyphrases"]]

# %% [markdown]
# ## 3. 실패 원인
#
# 구절 하나에 원인이 둘까지 붙을 수 있으므로, 가장 강한 원인만 세어 봅니다. 원인이 없는 구절도 많습니다.
# 칭찬, 점심 이야기, 배경 설명처럼 실패와 상관없는 구절이 있기 때문입니다.

# %%
names = {cause.code: cause.names["ko"] for cause in run.taxonomy.causes}
first = run.passages["causes"].str.split(";").str[0]
overview = first[first != ""].value_counts().rename_axis("code").reset_index(name="passages")
overview.insert(1, "cause", overview["code"].map(names))
overview["share"] = (overview["passages"] / len(run.passages)).round(3)
overview

# %%
without = int((first == "").sum())
print(f"실패 원인이 없는 구절: {without}개({without / len(run.passages):.0%})")

# %% [markdown]
# ## 4. 한 주제의 목소리
#
# 숫자만 보아서는 알 수 없습니다. 교육·역량 부족(`C06`)을 가리키는 주제에서 대표 구절을 읽어 봅니다.

# %%
training = next(theme for theme in run.result.themes if theme.cause == "C06")
passages = {passage.id: passage for passage in run.result.passages}
documents = {document.id: document for document in run.result.documents}
print(training.name)
for exemplar in training.exemplars:
    passage = passages[exemplar]
    document = documents[passage.document_id]
    assert document.text[passage.start : passage.end] == passage.text
    print(f"- {passage.text}  [{document.source}, {passage.start}-{passage.end}]")

# %% [markdown]
# ## 5. 낱말로 찾기
#
# 주제와 상관없이 ‘교육’이 나오는 구절을 찾습니다. 조사가 붙은 ‘교육이’, ‘교육을’도 나옵니다.
# 같은 낱말이 나와도 모두 불만은 아니라는 점을 눈여겨보십시오.

# %%
hits = kb.search("교육", limit=8)
for hit in hits:
    print(f"- {hit.passage.text}  [{hit.document.source}]")

# %% [markdown]
# ## 답
#
# 열 개가 넘는 주제를 찾았고, 그 가운데 절반 넘는 주제가 실패 원인을 가리킵니다. 교육 이야기도 그중 하나입니다.
# 다만 어느 구절을 어느 원인으로 볼지는 기계가 매긴 것이므로, 쓰기 전에 사람이 읽고 확인해야 합니다.

# %%
causes = [theme.cause for theme in run.result.themes]
assert len(causes) >= 10
assert sum(cause is not None for cause in causes) > len(causes) / 2
assert "C06" in causes
assert any("교육" in hit.passage.text for hit in hits)
print(f"주제 {len(causes)}개 가운데 {sum(cause is not None for cause in causes)}개가 실패 원인을 가리킵니다.")

# %%
kb.close()
workplace.cleanup()
